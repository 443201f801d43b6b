#ifdef PEG
struct T_SRC {
	char *fl; int ln;
} T_SRC[NTRANS];

void
tr_2_src(int m, char *file, int ln)
{	T_SRC[m].fl = file;
	T_SRC[m].ln = ln;
}

void
putpeg(int n, int m)
{	printf("%5d	trans %4d ", m, n);
	printf("%s:%d\n",
		T_SRC[n].fl, T_SRC[n].ln);
}
#endif

void
settable(void)
{	Trans *T;
	Trans *settr(int, int, int, int, int, char *, int, int, int);

	trans = (Trans ***) emalloc(7*sizeof(Trans **));

	/* proctype 5: :init: */

	trans[5] = (Trans **) emalloc(25*sizeof(Trans *));

	T = trans[ 5][23] = settr(1255,2,0,0,0,"ATOMIC", 0, 2, 0);
	T->nxt	= settr(1255,2,1,0,0,"ATOMIC", 0, 2, 0);
	trans[5][1]	= settr(1233,2,2,3,3,"(run dialer())", 0, 2, 0);
	trans[5][2]	= settr(1234,2,9,4,4,"i = 0", 0, 2, 0);
	trans[5][10]	= settr(1242,2,9,1,0,".(goto)", 0, 2, 0);
	T = trans[5][9] = settr(1241,2,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(1241,2,3,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(1241,2,7,0,0,"DO", 0, 2, 0);
	trans[5][3]	= settr(1235,2,4,5,0,"((i<2))", 0, 2, 0);
	trans[5][4]	= settr(1236,2,5,6,6,"(run accepted(i))", 0, 2, 0);
	trans[5][5]	= settr(1237,2,6,7,7,"(run network(i))", 0, 2, 0);
	trans[5][6]	= settr(1238,2,9,8,8,"i = (i+1)", 0, 2, 0);
	trans[5][7]	= settr(1239,2,12,2,0,"else", 0, 2, 0);
	trans[5][8]	= settr(1240,2,12,1,0,"goto :b16", 0, 2, 0); /* m: 12 -> 0,18 */
	reached5[12] = 1;
	trans[5][11]	= settr(1243,2,12,1,0,"break", 0, 2, 0);
	trans[5][12]	= settr(1244,2,18,9,9,"i = 0", 0, 2, 0);
	trans[5][19]	= settr(1251,2,18,1,0,".(goto)", 0, 2, 0);
	T = trans[5][18] = settr(1250,2,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(1250,2,13,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(1250,2,16,0,0,"DO", 0, 2, 0);
	trans[5][13]	= settr(1245,2,14,10,0,"((i<2))", 0, 2, 0);
	trans[5][14]	= settr(1246,2,15,11,11,"(run handler(i))", 0, 2, 0);
	trans[5][15]	= settr(1247,2,18,12,12,"i = (i+1)", 0, 2, 0);
	trans[5][16]	= settr(1248,2,21,2,0,"else", 0, 2, 0);
	trans[5][17]	= settr(1249,2,21,1,0,"goto :b17", 0, 2, 0); /* m: 21 -> 0,22 */
	reached5[21] = 1;
	trans[5][20]	= settr(1252,2,21,1,0,"break", 0, 2, 0);
	trans[5][21]	= settr(1253,2,22,13,13,"i = 0", 0, 2, 0);
	trans[5][22]	= settr(1254,0,24,14,14,"(run judge())", 0, 2, 0);
	trans[5][24]	= settr(1256,0,0,15,15,"-end-", 0, 3500, 0);

	/* proctype 4: judge */

	trans[4] = (Trans **) emalloc(7*sizeof(Trans *));

	T = trans[ 4][5] = settr(1231,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1231,2,1,0,0,"ATOMIC", 1, 3000, 0);
	trans[4][1]	= settr(1227,4,6,16,16,"(((timeout&&finished)&&((((((len(unacked[0])+len(unacked[1]))+len(unacked[2]))+len(unacked[3]))+len(unacked[4]))+len(unacked[5]))==0)))", 1, 3000, 0); /* m: 2 -> 6,0 */
	reached4[2] = 1;
	trans[4][2]	= settr(0,0,0,0,0,"assert(((op[0]>=2)&&((2==1)||(op[1]>=2))))",0,0,0);
	trans[4][3]	= settr(0,0,0,0,0,"assert((((work[0]!=1)&&(work[1]!=1))&&(op[2]!=1)))",0,0,0);
	trans[4][4]	= settr(0,0,0,0,0,"assert((((runs[0]<=1)&&(runs[1]<=1))&&(runs[2]<=1)))",0,0,0);
	trans[4][6]	= settr(1232,0,0,17,17,"-end-", 0, 3500, 0);

	/* proctype 3: network */

	trans[3] = (Trans **) emalloc(6*sizeof(Trans *));

	T = trans[ 3][4] = settr(1225,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1225,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[3][1]	= settr(1222,4,5,18,18,"((up[i]&&!(broken[i])))", 1, 2, 0); /* m: 2 -> 5,0 */
	reached3[2] = 1;
	trans[3][2]	= settr(0,0,0,0,0,"broken[i] = 1",0,0,0);
	trans[3][3]	= settr(0,0,0,0,0,"dropped = 1",0,0,0);
	trans[3][5]	= settr(1226,0,0,19,19,"-end-", 0, 3500, 0);

	/* proctype 2: handler */

	trans[2] = (Trans **) emalloc(17*sizeof(Trans *));

	T = trans[ 2][15] = settr(1220,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1220,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[2][1]	= settr(1206,2,14,20,0,"((work[id]==1))", 1, 2, 0);
	T = trans[ 2][14] = settr(1219,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1219,0,2,0,0,"sub-sequence", 1, 2, 0);
	trans[2][2]	= settr(1207,2,12,21,21,"work[id] = 2", 1, 2, 0);
	T = trans[2][12] = settr(1217,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1217,2,3,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1217,2,11,0,0,"IF", 1, 2, 0);
	trans[2][3]	= settr(1208,2,10,22,0,"(!(gone[where[id]]))", 1, 2, 0);
	T = trans[ 2][10] = settr(1215,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1215,0,8,0,0,"sub-sequence", 1, 2, 0);
	T = trans[2][8] = settr(1213,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1213,2,4,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1213,2,5,0,0,"IF", 1, 2, 0);
	trans[2][4]	= settr(1209,4,16,23,23,"(broken[where[id]])", 1, 2, 0); /* m: 9 -> 16,0 */
	reached2[9] = 1;
	trans[2][9]	= settr(1214,4,16,24,24,".(goto)", 1, 2, 0); /* m: 13 -> 0,16 */
	reached2[13] = 1;
	trans[2][5]	= settr(1210,2,6,2,0,"else", 1, 2, 0);
	trans[2][6]	= settr(1211,2,7,25,0,"assert(nfull(line[((2*where[id])+1)]))", 1, 2, 0);
	trans[2][7]	= settr(1212,4,16,26,26,"line[((2*where[id])+1)]!3,id,(where[id]+1)", 1, 3, 0); /* m: 9 -> 16,0 */
	reached2[9] = 1;
	trans[2][13]	= settr(1218,0,16,27,27,".(goto)", 1, 2, 0);
	trans[2][11]	= settr(1216,2,13,2,0,"else", 1, 2, 0);
	trans[2][16]	= settr(1221,0,0,28,28,"-end-", 0, 3500, 0);

	/* proctype 1: accepted */

	trans[1] = (Trans **) emalloc(540*sizeof(Trans *));

	trans[1][537]	= settr(1203,0,536,1,0,".(goto)", 0, 2, 0);
	T = trans[1][536] = settr(1202,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(1202,0,244,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(1202,0,261,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(1202,0,340,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(1202,0,414,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(1202,0,474,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(1202,0,535,0,0,"DO", 0, 2, 0);
	T = trans[ 1][244] = settr(910,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(910,2,1,0,0,"ATOMIC", 1, 503, 0);
	trans[1][1]	= settr(667,2,2,29,0,"(((up[i]&&1)&&nempty(line[((2*i)+0)])))", 1, 503, 0);
	trans[1][2]	= settr(668,2,240,30,30,"line[((2*i)+0)]?t,r,s", 1, 503, 0);
	T = trans[ 1][240] = settr(906,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(906,0,238,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][238] = settr(904,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(904,2,3,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(904,2,12,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(904,2,21,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(904,2,57,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(904,2,106,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(904,2,194,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(904,2,206,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(904,2,219,0,0,"IF", 1, 503, 0);
	trans[1][3]	= settr(669,2,11,31,31,"((t==REGISTRO))", 1, 503, 0); /* m: 4 -> 11,0 */
	reached1[4] = 1;
	trans[1][4]	= settr(0,0,0,0,0,"registered[i] = 1",0,0,0);
	T = trans[ 1][11] = settr(677,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(677,0,9,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][9] = settr(675,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(675,2,5,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(675,2,6,0,0,"IF", 1, 503, 0);
	trans[1][5]	= settr(671,0,536,32,32,"(broken[i])", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][10]	= settr(676,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][6]	= settr(672,2,7,2,0,"else", 1, 503, 0);
	trans[1][7]	= settr(673,2,8,33,0,"assert(nfull(line[((2*i)+1)]))", 1, 503, 0);
	trans[1][8]	= settr(674,0,536,34,34,"line[((2*i)+1)]!9,0,0", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][239]	= settr(905,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][12]	= settr(678,2,20,35,35,"((((t!=REGISTRO)&&(t!=ERROR))&&!(registered[i])))", 1, 503, 0);
	T = trans[ 1][20] = settr(686,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(686,0,19,0,0,"sub-sequence", 1, 503, 0);
	T = trans[ 1][19] = settr(685,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(685,0,17,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][17] = settr(683,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(683,2,13,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(683,2,14,0,0,"IF", 1, 503, 0);
	trans[1][13]	= settr(679,0,536,36,36,"(broken[i])", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][18]	= settr(684,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][14]	= settr(680,2,15,2,0,"else", 1, 503, 0);
	trans[1][15]	= settr(681,2,16,37,0,"assert(nfull(line[((2*i)+1)]))", 1, 503, 0);
	trans[1][16]	= settr(682,0,536,38,38,"line[((2*i)+1)]!1,r,s", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][21]	= settr(687,2,28,39,39,"(((t==SESSION_INIT)&&registered[i]))", 1, 503, 0);
	T = trans[ 1][28] = settr(694,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(694,0,26,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][26] = settr(692,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(692,2,22,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(692,2,23,0,0,"IF", 1, 503, 0);
	trans[1][22]	= settr(688,2,36,40,0,"(broken[i])", 1, 503, 0);
	trans[1][27]	= settr(693,2,36,1,0,".(goto)", 1, 503, 0);
	trans[1][23]	= settr(689,2,24,2,0,"else", 1, 503, 0);
	trans[1][24]	= settr(690,2,25,41,0,"assert(nfull(line[((2*i)+1)]))", 1, 503, 0);
	trans[1][25]	= settr(691,2,36,42,42,"line[((2*i)+1)]!2,r,s", 1, 503, 0);
	T = trans[1][36] = settr(702,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(702,2,29,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(702,2,33,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(702,2,35,0,0,"IF", 1, 503, 0);
	trans[1][29]	= settr(695,2,55,43,43,"((!(seen[r])&&(refusals<1)))", 1, 503, 0); /* m: 30 -> 55,0 */
	reached1[30] = 1;
	trans[1][30]	= settr(0,0,0,0,0,"refusals = (refusals+1)",0,0,0);
	trans[1][31]	= settr(0,0,0,0,0,"rejected[i] = 1",0,0,0);
	trans[1][32]	= settr(0,0,0,0,0,"at_l[i] = 4",0,0,0);
	trans[1][37]	= settr(703,2,38,1,0,".(goto)", 1, 503, 0); /* m: 38 -> 0,55 */
	reached1[38] = 1;
	trans[1][33]	= settr(699,2,55,44,44,"(!(seen[r]))", 1, 503, 0); /* m: 34 -> 55,0 */
	reached1[34] = 1;
	trans[1][34]	= settr(0,0,0,0,0,"at_l[i] = 2",0,0,0);
	trans[1][35]	= settr(701,2,55,45,45,"(seen[r])", 1, 503, 0); /* m: 38 -> 55,0 */
	reached1[38] = 1;
	trans[1][38]	= settr(704,2,55,46,46,"seen[r] = 1", 1, 503, 0);
	T = trans[1][55] = settr(721,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(721,2,39,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(721,2,47,0,0,"IF", 1, 503, 0);
	trans[1][39]	= settr(705,2,46,47,0,"(rejected[i])", 1, 503, 0);
	T = trans[ 1][46] = settr(712,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(712,0,44,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][44] = settr(710,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(710,2,40,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(710,2,41,0,0,"IF", 1, 503, 0);
	trans[1][40]	= settr(706,0,536,48,48,"(broken[i])", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][45]	= settr(711,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][41]	= settr(707,2,42,2,0,"else", 1, 503, 0);
	trans[1][42]	= settr(708,2,43,49,0,"assert(nfull(line[((2*i)+1)]))", 1, 503, 0);
	trans[1][43]	= settr(709,0,536,50,50,"line[((2*i)+1)]!6,r,s", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][56]	= settr(722,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][47]	= settr(713,2,54,2,0,"else", 1, 503, 0);
	T = trans[ 1][54] = settr(720,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(720,0,52,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][52] = settr(718,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(718,2,48,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(718,2,49,0,0,"IF", 1, 503, 0);
	trans[1][48]	= settr(714,0,536,51,51,"(broken[i])", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][53]	= settr(719,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][49]	= settr(715,2,50,2,0,"else", 1, 503, 0);
	trans[1][50]	= settr(716,2,51,52,0,"assert(nfull(line[((2*i)+1)]))", 1, 503, 0);
	trans[1][51]	= settr(717,0,536,53,53,"line[((2*i)+1)]!7,r,s", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][57]	= settr(723,2,104,54,54,"(((t==SOLICITUD_TAREA)&&registered[i]))", 1, 503, 0);
	T = trans[1][104] = settr(770,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(770,2,58,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(770,2,78,0,0,"IF", 1, 503, 0);
	trans[1][58]	= settr(724,2,65,55,0,"(seen[r])", 1, 503, 0);
	T = trans[ 1][65] = settr(731,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(731,0,63,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][63] = settr(729,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(729,2,59,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(729,2,60,0,0,"IF", 1, 503, 0);
	trans[1][59]	= settr(725,2,76,56,56,"(broken[i])", 1, 503, 0); /* m: 66 -> 76,0 */
	reached1[66] = 1;
	trans[1][64]	= settr(730,2,66,1,0,".(goto)", 1, 503, 0); /* m: 66 -> 0,76 */
	reached1[66] = 1;
	trans[1][60]	= settr(726,2,61,2,0,"else", 1, 503, 0);
	trans[1][61]	= settr(727,2,62,57,0,"assert(nfull(line[((2*i)+1)]))", 1, 503, 0);
	trans[1][62]	= settr(728,2,76,58,58,"line[((2*i)+1)]!2,r,s", 1, 503, 0); /* m: 66 -> 76,0 */
	reached1[66] = 1;
	trans[1][66]	= settr(732,2,76,59,59,"where[r] = i", 1, 503, 0);
	T = trans[1][76] = settr(742,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(742,2,67,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(742,2,75,0,0,"IF", 1, 503, 0);
	trans[1][67]	= settr(733,2,74,60,0,"((work[r]==2))", 1, 503, 0);
	T = trans[ 1][74] = settr(740,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(740,0,72,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][72] = settr(738,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(738,2,68,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(738,2,69,0,0,"IF", 1, 503, 0);
	trans[1][68]	= settr(734,0,536,61,61,"(broken[i])", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][73]	= settr(739,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][69]	= settr(735,2,70,2,0,"else", 1, 503, 0);
	trans[1][70]	= settr(736,2,71,62,0,"assert(nfull(line[((2*i)+1)]))", 1, 503, 0);
	trans[1][71]	= settr(737,0,536,63,63,"line[((2*i)+1)]!3,r,s", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][77]	= settr(743,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][75]	= settr(741,2,241,2,0,"else", 1, 503, 0);
	trans[1][105]	= settr(771,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][78]	= settr(744,2,102,2,0,"else", 1, 503, 0);
	T = trans[1][102] = settr(768,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(768,2,79,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(768,2,93,0,0,"IF", 1, 503, 0);
	trans[1][79]	= settr(745,2,87,64,64,"(((s==(i+1))&&(at_l[i]==2)))", 1, 503, 0); /* m: 80 -> 87,0 */
	reached1[80] = 1;
	trans[1][80]	= settr(0,0,0,0,0,"seen[r] = 1",0,0,0);
	T = trans[ 1][87] = settr(753,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(753,0,85,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][85] = settr(751,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(751,2,81,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(751,2,82,0,0,"IF", 1, 503, 0);
	trans[1][81]	= settr(747,0,536,65,65,"(broken[i])", 1, 503, 0); /* m: 88 -> 536,0 */
	reached1[88] = 1;
	trans[1][86]	= settr(752,2,88,1,0,".(goto)", 1, 503, 0); /* m: 88 -> 0,536 */
	reached1[88] = 1;
	trans[1][82]	= settr(748,2,83,2,0,"else", 1, 503, 0);
	trans[1][83]	= settr(749,2,84,66,0,"assert(nfull(line[((2*i)+1)]))", 1, 503, 0);
	trans[1][84]	= settr(750,0,536,67,67,"line[((2*i)+1)]!2,r,s", 1, 503, 0); /* m: 88 -> 536,0 */
	reached1[88] = 1;
	trans[1][88]	= settr(754,0,536,68,68,"runs[r] = (runs[r]+1)", 1, 503, 0); /* m: 89 -> 0,536 */
	reached1[89] = 1;
	trans[1][89]	= settr(0,0,0,0,0,"assert((runs[r]==1))",0,0,0);
	trans[1][90]	= settr(0,0,0,0,0,"work[r] = 1",0,0,0);
	trans[1][91]	= settr(0,0,0,0,0,"where[r] = i",0,0,0);
	trans[1][92]	= settr(0,0,0,0,0,"within[r] = s",0,0,0);
	trans[1][103]	= settr(769,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][93]	= settr(759,2,101,2,0,"else", 1, 503, 0);
	T = trans[ 1][101] = settr(767,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(767,0,100,0,0,"sub-sequence", 1, 503, 0);
	T = trans[ 1][100] = settr(766,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(766,0,98,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][98] = settr(764,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(764,2,94,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(764,2,95,0,0,"IF", 1, 503, 0);
	trans[1][94]	= settr(760,0,536,69,69,"(broken[i])", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][99]	= settr(765,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][95]	= settr(761,2,96,2,0,"else", 1, 503, 0);
	trans[1][96]	= settr(762,2,97,70,0,"assert(nfull(line[((2*i)+1)]))", 1, 503, 0);
	trans[1][97]	= settr(763,0,536,71,71,"line[((2*i)+1)]!1,r,s", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][106]	= settr(772,2,192,72,72,"(((t==SESSION_CLOSE)&&registered[i]))", 1, 503, 0);
	T = trans[1][192] = settr(858,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(858,2,107,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(858,2,115,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(858,2,183,0,0,"IF", 1, 503, 0);
	trans[1][107]	= settr(773,2,114,73,0,"(seen[r])", 1, 503, 0);
	T = trans[ 1][114] = settr(780,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(780,0,112,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][112] = settr(778,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(778,2,108,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(778,2,109,0,0,"IF", 1, 503, 0);
	trans[1][108]	= settr(774,0,536,74,74,"(broken[i])", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][113]	= settr(779,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][109]	= settr(775,2,110,2,0,"else", 1, 503, 0);
	trans[1][110]	= settr(776,2,111,75,0,"assert(nfull(line[((2*i)+1)]))", 1, 503, 0);
	trans[1][111]	= settr(777,0,536,76,76,"line[((2*i)+1)]!2,r,s", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][193]	= settr(859,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][115]	= settr(781,2,123,77,77,"((!(seen[r])&&((at_l[i]==2)||(at_l[i]==3))))", 1, 503, 0); /* m: 116 -> 123,0 */
	reached1[116] = 1;
	trans[1][116]	= settr(0,0,0,0,0,"seen[r] = 1",0,0,0);
	T = trans[ 1][123] = settr(789,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(789,0,121,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][121] = settr(787,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(787,2,117,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(787,2,118,0,0,"IF", 1, 503, 0);
	trans[1][117]	= settr(783,2,182,78,0,"(broken[i])", 1, 503, 0);
	trans[1][122]	= settr(788,2,182,1,0,".(goto)", 1, 503, 0);
	trans[1][118]	= settr(784,2,119,2,0,"else", 1, 503, 0);
	trans[1][119]	= settr(785,2,120,79,0,"assert(nfull(line[((2*i)+1)]))", 1, 503, 0);
	trans[1][120]	= settr(786,2,182,80,80,"line[((2*i)+1)]!2,r,s", 1, 503, 0);
	T = trans[ 1][182] = settr(848,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(848,0,124,0,0,"sub-sequence", 1, 503, 0);
	trans[1][124]	= settr(790,2,134,81,81,"at_l[i] = 4", 1, 503, 0);
	T = trans[1][134] = settr(800,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(800,2,125,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(800,2,133,0,0,"IF", 1, 503, 0);
	trans[1][125]	= settr(791,2,132,82,82,"(((0&&(op[2]==1))&&(sent_in[2]==(i+1))))", 1, 503, 0); /* m: 126 -> 132,0 */
	reached1[126] = 1;
	trans[1][126]	= settr(0,0,0,0,0,"op[2] = 3",0,0,0);
	T = trans[ 1][132] = settr(798,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(798,0,130,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][130] = settr(796,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(796,2,127,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(796,2,129,0,0,"IF", 1, 503, 0);
	trans[1][127]	= settr(793,2,128,83,0,"(unacked[((2*i)+1)]??[eval(2)])", 1, 503, 0);
	trans[1][128]	= settr(794,2,158,84,84,"unacked[((2*i)+1)]??eval(2)", 1, 503, 0);
	trans[1][131]	= settr(797,2,158,1,0,".(goto)", 1, 503, 0);
	trans[1][129]	= settr(795,2,158,2,0,"else", 1, 503, 0);
	trans[1][135]	= settr(801,2,158,1,0,".(goto)", 1, 503, 0);
	trans[1][133]	= settr(799,2,158,2,0,"else", 1, 503, 0);
	T = trans[ 1][158] = settr(824,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(824,0,156,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][156] = settr(822,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(822,2,136,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(822,2,155,0,0,"IF", 1, 503, 0);
	trans[1][136]	= settr(802,2,153,85,0,"(((work[0]==1)&&(within[0]==(i+1))))", 1, 503, 0);
	T = trans[1][153] = settr(819,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(819,2,137,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(819,2,151,0,0,"IF", 1, 503, 0);
	trans[1][137]	= settr(803,2,150,86,0,"((where[0]!=i))", 1, 503, 0);
	T = trans[ 1][150] = settr(816,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(816,0,138,0,0,"sub-sequence", 1, 503, 0);
	trans[1][138]	= settr(804,2,148,87,87,"work[0] = 2", 1, 503, 0);
	T = trans[1][148] = settr(814,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(814,2,139,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(814,2,147,0,0,"IF", 1, 503, 0);
	trans[1][139]	= settr(805,2,146,88,0,"(!(gone[where[0]]))", 1, 503, 0);
	T = trans[ 1][146] = settr(812,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(812,0,144,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][144] = settr(810,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(810,2,140,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(810,2,141,0,0,"IF", 1, 503, 0);
	trans[1][140]	= settr(806,2,181,89,0,"(broken[where[0]])", 1, 503, 0);
	trans[1][145]	= settr(811,2,181,1,0,".(goto)", 1, 503, 0);
	trans[1][141]	= settr(807,2,142,2,0,"else", 1, 503, 0);
	trans[1][142]	= settr(808,2,143,90,0,"assert(nfull(line[((2*where[0])+1)]))", 1, 503, 0);
	trans[1][143]	= settr(809,2,181,91,91,"line[((2*where[0])+1)]!3,0,(where[0]+1)", 1, 503, 0);
	trans[1][149]	= settr(815,2,181,1,0,".(goto)", 1, 503, 0);
	trans[1][147]	= settr(813,2,181,2,0,"else", 1, 503, 0);
	trans[1][154]	= settr(820,2,181,1,0,".(goto)", 1, 503, 0);
	trans[1][151]	= settr(817,2,152,2,0,"else", 1, 503, 0);
	trans[1][152]	= settr(818,2,181,92,92,"work[0] = 2", 1, 503, 0);
	trans[1][157]	= settr(823,2,181,1,0,".(goto)", 1, 503, 0);
	trans[1][155]	= settr(821,2,181,2,0,"else", 1, 503, 0);
	T = trans[ 1][181] = settr(847,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(847,0,179,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][179] = settr(845,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(845,2,159,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(845,2,178,0,0,"IF", 1, 503, 0);
	trans[1][159]	= settr(825,2,176,93,0,"(((work[1]==1)&&(within[1]==(i+1))))", 1, 503, 0);
	T = trans[1][176] = settr(842,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(842,2,160,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(842,2,174,0,0,"IF", 1, 503, 0);
	trans[1][160]	= settr(826,2,173,94,0,"((where[1]!=i))", 1, 503, 0);
	T = trans[ 1][173] = settr(839,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(839,0,161,0,0,"sub-sequence", 1, 503, 0);
	trans[1][161]	= settr(827,2,171,95,95,"work[1] = 2", 1, 503, 0);
	T = trans[1][171] = settr(837,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(837,2,162,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(837,2,170,0,0,"IF", 1, 503, 0);
	trans[1][162]	= settr(828,2,169,96,0,"(!(gone[where[1]]))", 1, 503, 0);
	T = trans[ 1][169] = settr(835,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(835,0,167,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][167] = settr(833,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(833,2,163,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(833,2,164,0,0,"IF", 1, 503, 0);
	trans[1][163]	= settr(829,0,536,97,97,"(broken[where[1]])", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][168]	= settr(834,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][164]	= settr(830,2,165,2,0,"else", 1, 503, 0);
	trans[1][165]	= settr(831,2,166,98,0,"assert(nfull(line[((2*where[1])+1)]))", 1, 503, 0);
	trans[1][166]	= settr(832,0,536,99,99,"line[((2*where[1])+1)]!3,1,(where[1]+1)", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][172]	= settr(838,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][170]	= settr(836,2,241,2,0,"else", 1, 503, 0);
	trans[1][177]	= settr(843,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][174]	= settr(840,2,175,2,0,"else", 1, 503, 0);
	trans[1][175]	= settr(841,0,536,100,100,"work[1] = 2", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][180]	= settr(846,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][178]	= settr(844,2,241,2,0,"else", 1, 503, 0);
	trans[1][183]	= settr(849,2,191,2,0,"else", 1, 503, 0);
	T = trans[ 1][191] = settr(857,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(857,0,190,0,0,"sub-sequence", 1, 503, 0);
	T = trans[ 1][190] = settr(856,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(856,0,188,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][188] = settr(854,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(854,2,184,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(854,2,185,0,0,"IF", 1, 503, 0);
	trans[1][184]	= settr(850,0,536,101,101,"(broken[i])", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][189]	= settr(855,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][185]	= settr(851,2,186,2,0,"else", 1, 503, 0);
	trans[1][186]	= settr(852,2,187,102,0,"assert(nfull(line[((2*i)+1)]))", 1, 503, 0);
	trans[1][187]	= settr(853,0,536,103,103,"line[((2*i)+1)]!1,r,s", 1, 503, 0); /* m: 241 -> 536,0 */
	reached1[241] = 1;
	trans[1][194]	= settr(860,2,200,104,104,"(((t==MESSAGE_ACK)&&registered[i]))", 1, 503, 0);
	T = trans[ 1][200] = settr(866,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(866,0,198,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][198] = settr(864,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(864,2,195,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(864,2,197,0,0,"IF", 1, 503, 0);
	trans[1][195]	= settr(861,2,196,105,0,"(unacked[((2*i)+1)]??[eval(r)])", 1, 503, 0);
	trans[1][196]	= settr(862,2,204,106,106,"unacked[((2*i)+1)]??eval(r)", 1, 503, 0);
	trans[1][199]	= settr(865,2,204,1,0,".(goto)", 1, 503, 0);
	trans[1][197]	= settr(863,2,204,2,0,"else", 1, 503, 0);
	T = trans[1][204] = settr(870,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(870,2,201,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(870,2,203,0,0,"IF", 1, 503, 0);
	trans[1][201]	= settr(867,0,536,107,107,"(((r==(i+12))&&(at_l[i]==3)))", 1, 503, 0); /* m: 202 -> 536,0 */
	reached1[202] = 1;
	trans[1][202]	= settr(0,0,0,0,0,"at_l[i] = 4",0,0,0);
	trans[1][205]	= settr(871,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][203]	= settr(869,2,241,2,0,"else", 1, 503, 0);
	trans[1][206]	= settr(872,2,212,108,108,"(((t==RESPUESTA_TAREA)&&registered[i]))", 1, 503, 0);
	T = trans[ 1][212] = settr(878,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(878,0,210,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][210] = settr(876,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(876,2,207,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(876,2,209,0,0,"IF", 1, 503, 0);
	trans[1][207]	= settr(873,2,208,109,0,"(unacked[((2*i)+1)]??[eval(r)])", 1, 503, 0);
	trans[1][208]	= settr(874,2,218,110,110,"unacked[((2*i)+1)]??eval(r)", 1, 503, 0);
	trans[1][211]	= settr(877,2,218,1,0,".(goto)", 1, 503, 0);
	trans[1][209]	= settr(875,2,218,2,0,"else", 1, 503, 0);
	T = trans[ 1][218] = settr(884,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(884,0,216,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][216] = settr(882,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(882,2,213,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(882,2,215,0,0,"IF", 1, 503, 0);
	trans[1][213]	= settr(879,0,536,111,111,"((op[r]==1))", 1, 503, 0); /* m: 214 -> 536,0 */
	reached1[214] = 1;
	trans[1][214]	= settr(0,0,0,0,0,"op[r] = 2",0,0,0);
	trans[1][217]	= settr(883,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][215]	= settr(881,2,241,2,0,"else", 1, 503, 0);
	trans[1][219]	= settr(885,2,225,112,112,"((t==ERROR))", 1, 503, 0);
	T = trans[ 1][225] = settr(891,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(891,0,223,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][223] = settr(889,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(889,2,220,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(889,2,222,0,0,"IF", 1, 503, 0);
	trans[1][220]	= settr(886,2,221,113,0,"(unacked[((2*i)+1)]??[eval(r)])", 1, 503, 0);
	trans[1][221]	= settr(887,2,236,114,114,"unacked[((2*i)+1)]??eval(r)", 1, 503, 0);
	trans[1][224]	= settr(890,2,236,1,0,".(goto)", 1, 503, 0);
	trans[1][222]	= settr(888,2,236,2,0,"else", 1, 503, 0);
	T = trans[1][236] = settr(902,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(902,2,226,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(902,2,233,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(902,2,235,0,0,"IF", 1, 503, 0);
	trans[1][226]	= settr(892,2,232,115,115,"((r==2))", 1, 503, 0);
	T = trans[ 1][232] = settr(898,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(898,0,230,0,0,"sub-sequence", 1, 503, 0);
	T = trans[1][230] = settr(896,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(896,2,227,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(896,2,229,0,0,"IF", 1, 503, 0);
	trans[1][227]	= settr(893,0,536,116,116,"((op[2]==1))", 1, 503, 0); /* m: 228 -> 536,0 */
	reached1[228] = 1;
	trans[1][228]	= settr(0,0,0,0,0,"op[2] = 3",0,0,0);
	trans[1][231]	= settr(897,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][229]	= settr(895,2,241,2,0,"else", 1, 503, 0);
	trans[1][237]	= settr(903,2,241,1,0,".(goto)", 1, 503, 0); /* m: 241 -> 0,536 */
	reached1[241] = 1;
	trans[1][233]	= settr(899,0,536,117,117,"(((r==(i+12))&&(at_l[i]==3)))", 1, 503, 0); /* m: 234 -> 536,0 */
	reached1[234] = 1;
	trans[1][234]	= settr(0,0,0,0,0,"at_l[i] = 4",0,0,0);
	trans[1][235]	= settr(901,2,241,2,0,"else", 1, 503, 0);
	trans[1][241]	= settr(907,0,536,118,118,"t = 0", 1, 503, 0); /* m: 242 -> 0,536 */
	reached1[242] = 1;
	trans[1][242]	= settr(0,0,0,0,0,"r = 0",0,0,0);
	trans[1][243]	= settr(0,0,0,0,0,"s = 0",0,0,0);
	T = trans[ 1][261] = settr(927,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(927,2,245,0,0,"ATOMIC", 1, 503, 0);
	trans[1][245]	= settr(911,2,246,119,0,"(((up[i]&&nempty(line[((2*i)+0)]))&&(lost<1)))", 1, 503, 0);
	trans[1][246]	= settr(912,2,257,120,120,"line[((2*i)+0)]?t,r,s", 1, 503, 0);
	T = trans[ 1][257] = settr(923,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(923,0,247,0,0,"sub-sequence", 1, 503, 0);
	trans[1][247]	= settr(913,2,255,121,121,"lost = (lost+1)", 1, 503, 0);
	T = trans[1][255] = settr(921,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(921,2,248,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(921,2,250,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(921,2,252,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(921,2,254,0,0,"IF", 1, 503, 0);
	trans[1][248]	= settr(914,0,536,122,122,"(((t==SESSION_ACCEPT)||(t==SESSION_REJECT)))", 1, 503, 0); /* m: 249 -> 536,0 */
	reached1[249] = 1;
	trans[1][249]	= settr(0,0,0,0,0,"lost_accept = 1",0,0,0);
	trans[1][256]	= settr(922,2,258,1,0,".(goto)", 1, 503, 0); /* m: 258 -> 0,536 */
	reached1[258] = 1;
	trans[1][250]	= settr(916,0,536,123,123,"((t==RESPUESTA_TAREA))", 1, 503, 0); /* m: 251 -> 536,0 */
	reached1[251] = 1;
	trans[1][251]	= settr(0,0,0,0,0,"lost_answer = 1",0,0,0);
	trans[1][252]	= settr(918,0,536,124,124,"(((t==ERROR)||(t==SESSION_CLOSE)))", 1, 503, 0); /* m: 253 -> 536,0 */
	reached1[253] = 1;
	trans[1][253]	= settr(0,0,0,0,0,"lost_end = 1",0,0,0);
	trans[1][254]	= settr(920,2,258,2,0,"else", 1, 503, 0);
	trans[1][258]	= settr(924,0,536,125,125,"t = 0", 1, 503, 0); /* m: 259 -> 0,536 */
	reached1[259] = 1;
	trans[1][259]	= settr(0,0,0,0,0,"r = 0",0,0,0);
	trans[1][260]	= settr(0,0,0,0,0,"s = 0",0,0,0);
	T = trans[ 1][340] = settr(1006,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1006,2,262,0,0,"ATOMIC", 1, 2, 0);
	trans[1][262]	= settr(928,2,271,126,126,"((up[i]&&broken[i]))", 1, 2, 0); /* m: 263 -> 271,0 */
	reached1[263] = 1;
	trans[1][263]	= settr(0,0,0,0,0,"gone[i] = 1",0,0,0);
	T = trans[ 1][271] = settr(937,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(937,0,268,0,0,"sub-sequence", 1, 2, 0);
	trans[1][269]	= settr(935,2,268,1,0,".(goto)", 1, 2, 0);
	T = trans[1][268] = settr(934,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(934,2,264,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(934,2,266,0,0,"DO", 1, 2, 0);
	trans[1][264]	= settr(930,2,265,127,0,"(nempty(line[((2*i)+0)]))", 1, 503, 0);
	trans[1][265]	= settr(931,2,268,128,128,"line[((2*i)+0)]?_,_,_", 1, 503, 0);
	trans[1][266]	= settr(932,2,279,129,0,"(empty(line[((2*i)+0)]))", 1, 1003, 0);
	trans[1][267]	= settr(933,2,279,1,0,"goto :b14", 1, 2, 0);
	trans[1][270]	= settr(936,2,279,1,0,"break", 1, 2, 0);
	T = trans[ 1][279] = settr(945,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(945,0,276,0,0,"sub-sequence", 1, 2, 0);
	trans[1][277]	= settr(943,2,276,1,0,".(goto)", 1, 2, 0);
	T = trans[1][276] = settr(942,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(942,2,272,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(942,2,274,0,0,"DO", 1, 2, 0);
	trans[1][272]	= settr(938,2,273,130,0,"(nempty(unacked[((2*i)+1)]))", 1, 504, 0);
	trans[1][273]	= settr(939,2,276,131,131,"unacked[((2*i)+1)]?_", 1, 504, 0);
	trans[1][274]	= settr(940,2,338,132,0,"(empty(unacked[((2*i)+1)]))", 1, 1004, 0);
	trans[1][275]	= settr(941,2,338,1,0,"goto :b15", 1, 2, 0);
	trans[1][278]	= settr(944,2,338,1,0,"break", 1, 2, 0);
	T = trans[ 1][338] = settr(1004,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1004,0,280,0,0,"sub-sequence", 1, 2, 0);
	trans[1][280]	= settr(946,2,290,133,133,"at_l[i] = 4", 1, 2, 0);
	T = trans[1][290] = settr(956,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(956,2,281,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(956,2,289,0,0,"IF", 1, 2, 0);
	trans[1][281]	= settr(947,2,288,134,134,"(((0&&(op[2]==1))&&(sent_in[2]==(i+1))))", 1, 2, 0); /* m: 282 -> 288,0 */
	reached1[282] = 1;
	trans[1][282]	= settr(0,0,0,0,0,"op[2] = 3",0,0,0);
	T = trans[ 1][288] = settr(954,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(954,0,286,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][286] = settr(952,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(952,2,283,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(952,2,285,0,0,"IF", 1, 2, 0);
	trans[1][283]	= settr(949,2,284,135,0,"(unacked[((2*i)+1)]??[eval(2)])", 1, 2, 0);
	trans[1][284]	= settr(950,2,314,136,136,"unacked[((2*i)+1)]??eval(2)", 1, 504, 0);
	trans[1][287]	= settr(953,2,314,1,0,".(goto)", 1, 2, 0);
	trans[1][285]	= settr(951,2,314,2,0,"else", 1, 2, 0);
	trans[1][291]	= settr(957,2,314,1,0,".(goto)", 1, 2, 0);
	trans[1][289]	= settr(955,2,314,2,0,"else", 1, 2, 0);
	T = trans[ 1][314] = settr(980,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(980,0,312,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][312] = settr(978,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(978,2,292,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(978,2,311,0,0,"IF", 1, 2, 0);
	trans[1][292]	= settr(958,2,309,137,0,"(((work[0]==1)&&(within[0]==(i+1))))", 1, 2, 0);
	T = trans[1][309] = settr(975,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(975,2,293,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(975,2,307,0,0,"IF", 1, 2, 0);
	trans[1][293]	= settr(959,2,306,138,0,"((where[0]!=i))", 1, 2, 0);
	T = trans[ 1][306] = settr(972,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(972,0,294,0,0,"sub-sequence", 1, 2, 0);
	trans[1][294]	= settr(960,2,304,139,139,"work[0] = 2", 1, 2, 0);
	T = trans[1][304] = settr(970,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(970,2,295,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(970,2,303,0,0,"IF", 1, 2, 0);
	trans[1][295]	= settr(961,2,302,140,0,"(!(gone[where[0]]))", 1, 2, 0);
	T = trans[ 1][302] = settr(968,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(968,0,300,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][300] = settr(966,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(966,2,296,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(966,2,297,0,0,"IF", 1, 2, 0);
	trans[1][296]	= settr(962,2,337,141,0,"(broken[where[0]])", 1, 2, 0);
	trans[1][301]	= settr(967,2,337,1,0,".(goto)", 1, 2, 0);
	trans[1][297]	= settr(963,2,298,2,0,"else", 1, 2, 0);
	trans[1][298]	= settr(964,2,299,142,0,"assert(nfull(line[((2*where[0])+1)]))", 1, 2, 0);
	trans[1][299]	= settr(965,2,337,143,143,"line[((2*where[0])+1)]!3,0,(where[0]+1)", 1, 3, 0);
	trans[1][305]	= settr(971,2,337,1,0,".(goto)", 1, 2, 0);
	trans[1][303]	= settr(969,2,337,2,0,"else", 1, 2, 0);
	trans[1][310]	= settr(976,2,337,1,0,".(goto)", 1, 2, 0);
	trans[1][307]	= settr(973,2,308,2,0,"else", 1, 2, 0);
	trans[1][308]	= settr(974,2,337,144,144,"work[0] = 2", 1, 2, 0);
	trans[1][313]	= settr(979,2,337,1,0,".(goto)", 1, 2, 0);
	trans[1][311]	= settr(977,2,337,2,0,"else", 1, 2, 0);
	T = trans[ 1][337] = settr(1003,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1003,0,335,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][335] = settr(1001,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1001,2,315,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1001,2,334,0,0,"IF", 1, 2, 0);
	trans[1][315]	= settr(981,2,332,145,0,"(((work[1]==1)&&(within[1]==(i+1))))", 1, 2, 0);
	T = trans[1][332] = settr(998,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(998,2,316,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(998,2,330,0,0,"IF", 1, 2, 0);
	trans[1][316]	= settr(982,2,329,146,146,"((where[1]!=i))", 1, 2, 0);
	T = trans[ 1][329] = settr(995,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(995,0,317,0,0,"sub-sequence", 1, 2, 0);
	trans[1][317]	= settr(983,2,327,147,147,"work[1] = 2", 1, 2, 0);
	T = trans[1][327] = settr(993,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(993,2,318,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(993,2,326,0,0,"IF", 1, 2, 0);
	trans[1][318]	= settr(984,2,325,148,0,"(!(gone[where[1]]))", 1, 2, 0);
	T = trans[ 1][325] = settr(991,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(991,0,323,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][323] = settr(989,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(989,2,319,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(989,2,320,0,0,"IF", 1, 2, 0);
	trans[1][319]	= settr(985,4,539,149,149,"(broken[where[1]])", 1, 2, 0); /* m: 336 -> 539,0 */
	reached1[336] = 1;
	trans[1][324]	= settr(990,2,336,1,0,".(goto)", 1, 2, 0); /* m: 336 -> 0,539 */
	reached1[336] = 1;
	trans[1][320]	= settr(986,2,321,2,0,"else", 1, 2, 0);
	trans[1][321]	= settr(987,2,322,150,0,"assert(nfull(line[((2*where[1])+1)]))", 1, 2, 0);
	trans[1][322]	= settr(988,4,539,151,151,"line[((2*where[1])+1)]!3,1,(where[1]+1)", 1, 3, 0); /* m: 336 -> 539,0 */
	reached1[336] = 1;
	trans[1][328]	= settr(994,2,336,1,0,".(goto)", 1, 2, 0); /* m: 336 -> 0,539 */
	reached1[336] = 1;
	trans[1][326]	= settr(992,2,336,2,0,"else", 1, 2, 0);
	trans[1][333]	= settr(999,2,336,1,0,".(goto)", 1, 2, 0); /* m: 336 -> 0,539 */
	reached1[336] = 1;
	trans[1][330]	= settr(996,2,331,2,0,"else", 1, 2, 0);
	trans[1][331]	= settr(997,4,539,152,152,"work[1] = 2", 1, 2, 0); /* m: 336 -> 0,539 */
	reached1[336] = 1;
	trans[1][336]	= settr(1002,4,539,153,153,".(goto)", 1, 2, 0); /* m: 339 -> 0,539 */
	reached1[339] = 1;
	trans[1][334]	= settr(1000,2,336,2,0,"else", 1, 2, 0);
	trans[1][339]	= settr(1005,0,539,1,0,"goto :b13", 1, 2, 0);
	T = trans[ 1][414] = settr(1080,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1080,2,341,0,0,"ATOMIC", 1, 2, 0);
	trans[1][341]	= settr(1007,2,401,154,154,"((((at_l[i]==2)&&!(broken[i]))&&(refusals<1)))", 1, 2, 0); /* m: 342 -> 401,0 */
	reached1[342] = 1;
	trans[1][342]	= settr(0,0,0,0,0,"refusals = (refusals+1)",0,0,0);
	T = trans[ 1][401] = settr(1067,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1067,0,343,0,0,"sub-sequence", 1, 2, 0);
	trans[1][343]	= settr(1009,2,353,155,155,"at_l[i] = 4", 1, 2, 0);
	T = trans[1][353] = settr(1019,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1019,2,344,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1019,2,352,0,0,"IF", 1, 2, 0);
	trans[1][344]	= settr(1010,2,351,156,156,"(((0&&(op[2]==1))&&(sent_in[2]==(i+1))))", 1, 2, 0); /* m: 345 -> 351,0 */
	reached1[345] = 1;
	trans[1][345]	= settr(0,0,0,0,0,"op[2] = 3",0,0,0);
	T = trans[ 1][351] = settr(1017,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1017,0,349,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][349] = settr(1015,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1015,2,346,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1015,2,348,0,0,"IF", 1, 2, 0);
	trans[1][346]	= settr(1012,2,347,157,0,"(unacked[((2*i)+1)]??[eval(2)])", 1, 2, 0);
	trans[1][347]	= settr(1013,2,377,158,158,"unacked[((2*i)+1)]??eval(2)", 1, 504, 0);
	trans[1][350]	= settr(1016,2,377,1,0,".(goto)", 1, 2, 0);
	trans[1][348]	= settr(1014,2,377,2,0,"else", 1, 2, 0);
	trans[1][354]	= settr(1020,2,377,1,0,".(goto)", 1, 2, 0);
	trans[1][352]	= settr(1018,2,377,2,0,"else", 1, 2, 0);
	T = trans[ 1][377] = settr(1043,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1043,0,375,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][375] = settr(1041,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1041,2,355,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1041,2,374,0,0,"IF", 1, 2, 0);
	trans[1][355]	= settr(1021,2,372,159,0,"(((work[0]==1)&&(within[0]==(i+1))))", 1, 2, 0);
	T = trans[1][372] = settr(1038,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1038,2,356,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1038,2,370,0,0,"IF", 1, 2, 0);
	trans[1][356]	= settr(1022,2,369,160,0,"((where[0]!=i))", 1, 2, 0);
	T = trans[ 1][369] = settr(1035,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1035,0,357,0,0,"sub-sequence", 1, 2, 0);
	trans[1][357]	= settr(1023,2,367,161,161,"work[0] = 2", 1, 2, 0);
	T = trans[1][367] = settr(1033,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1033,2,358,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1033,2,366,0,0,"IF", 1, 2, 0);
	trans[1][358]	= settr(1024,2,365,162,0,"(!(gone[where[0]]))", 1, 2, 0);
	T = trans[ 1][365] = settr(1031,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1031,0,363,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][363] = settr(1029,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1029,2,359,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1029,2,360,0,0,"IF", 1, 2, 0);
	trans[1][359]	= settr(1025,2,400,163,0,"(broken[where[0]])", 1, 2, 0);
	trans[1][364]	= settr(1030,2,400,1,0,".(goto)", 1, 2, 0);
	trans[1][360]	= settr(1026,2,361,2,0,"else", 1, 2, 0);
	trans[1][361]	= settr(1027,2,362,164,0,"assert(nfull(line[((2*where[0])+1)]))", 1, 2, 0);
	trans[1][362]	= settr(1028,2,400,165,165,"line[((2*where[0])+1)]!3,0,(where[0]+1)", 1, 3, 0);
	trans[1][368]	= settr(1034,2,400,1,0,".(goto)", 1, 2, 0);
	trans[1][366]	= settr(1032,2,400,2,0,"else", 1, 2, 0);
	trans[1][373]	= settr(1039,2,400,1,0,".(goto)", 1, 2, 0);
	trans[1][370]	= settr(1036,2,371,2,0,"else", 1, 2, 0);
	trans[1][371]	= settr(1037,2,400,166,166,"work[0] = 2", 1, 2, 0);
	trans[1][376]	= settr(1042,2,400,1,0,".(goto)", 1, 2, 0);
	trans[1][374]	= settr(1040,2,400,2,0,"else", 1, 2, 0);
	T = trans[ 1][400] = settr(1066,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1066,0,398,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][398] = settr(1064,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1064,2,378,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1064,2,397,0,0,"IF", 1, 2, 0);
	trans[1][378]	= settr(1044,2,395,167,0,"(((work[1]==1)&&(within[1]==(i+1))))", 1, 2, 0);
	T = trans[1][395] = settr(1061,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1061,2,379,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1061,2,393,0,0,"IF", 1, 2, 0);
	trans[1][379]	= settr(1045,2,392,168,0,"((where[1]!=i))", 1, 2, 0);
	T = trans[ 1][392] = settr(1058,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1058,0,380,0,0,"sub-sequence", 1, 2, 0);
	trans[1][380]	= settr(1046,2,390,169,169,"work[1] = 2", 1, 2, 0);
	T = trans[1][390] = settr(1056,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1056,2,381,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1056,2,389,0,0,"IF", 1, 2, 0);
	trans[1][381]	= settr(1047,2,388,170,0,"(!(gone[where[1]]))", 1, 2, 0);
	T = trans[ 1][388] = settr(1054,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1054,0,386,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][386] = settr(1052,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1052,2,382,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1052,2,383,0,0,"IF", 1, 2, 0);
	trans[1][382]	= settr(1048,2,413,171,171,"(broken[where[1]])", 1, 2, 0); /* m: 402 -> 413,0 */
	reached1[402] = 1;
	trans[1][387]	= settr(1053,2,402,1,0,".(goto)", 1, 2, 0); /* m: 402 -> 0,413 */
	reached1[402] = 1;
	trans[1][383]	= settr(1049,2,384,2,0,"else", 1, 2, 0);
	trans[1][384]	= settr(1050,2,385,172,0,"assert(nfull(line[((2*where[1])+1)]))", 1, 2, 0);
	trans[1][385]	= settr(1051,2,413,173,173,"line[((2*where[1])+1)]!3,1,(where[1]+1)", 1, 3, 0); /* m: 402 -> 413,0 */
	reached1[402] = 1;
	trans[1][391]	= settr(1057,2,402,1,0,".(goto)", 1, 2, 0); /* m: 402 -> 0,413 */
	reached1[402] = 1;
	trans[1][389]	= settr(1055,2,402,2,0,"else", 1, 2, 0);
	trans[1][396]	= settr(1062,2,402,1,0,".(goto)", 1, 2, 0); /* m: 402 -> 0,413 */
	reached1[402] = 1;
	trans[1][393]	= settr(1059,2,394,2,0,"else", 1, 2, 0);
	trans[1][394]	= settr(1060,2,413,174,174,"work[1] = 2", 1, 2, 0); /* m: 402 -> 0,413 */
	reached1[402] = 1;
	trans[1][399]	= settr(1065,2,402,1,0,".(goto)", 1, 2, 0); /* m: 402 -> 0,413 */
	reached1[402] = 1;
	trans[1][397]	= settr(1063,2,402,2,0,"else", 1, 2, 0);
	trans[1][402]	= settr(1068,2,413,175,175,"at_l[i] = 3", 1, 2, 0);
	T = trans[ 1][413] = settr(1079,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1079,0,409,0,0,"sub-sequence", 1, 2, 0);
	T = trans[ 1][409] = settr(1075,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1075,0,407,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][407] = settr(1073,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1073,2,403,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1073,2,404,0,0,"IF", 1, 2, 0);
	trans[1][403]	= settr(1069,2,412,176,176,"(broken[i])", 1, 2, 0); /* m: 410 -> 412,0 */
	reached1[410] = 1;
	trans[1][408]	= settr(1074,2,410,1,0,".(goto)", 1, 2, 0); /* m: 410 -> 0,412 */
	reached1[410] = 1;
	trans[1][404]	= settr(1070,2,405,2,0,"else", 1, 2, 0);
	trans[1][405]	= settr(1071,2,406,177,0,"assert(nfull(line[((2*i)+1)]))", 1, 2, 0);
	trans[1][406]	= settr(1072,2,412,178,178,"line[((2*i)+1)]!5,(i+12),(i+1)", 1, 3, 0); /* m: 410 -> 412,0 */
	reached1[410] = 1;
	trans[1][410]	= settr(1076,2,412,179,179,"repeats[(i+12)] = 0", 1, 2, 0); /* m: 411 -> 0,412 */
	reached1[411] = 1;
	trans[1][411]	= settr(0,0,0,0,0,"assert(nfull(unacked[((2*i)+1)]))",0,0,0);
	trans[1][412]	= settr(1078,0,536,180,180,"unacked[((2*i)+1)]!(i+12)", 1, 4, 0);
	T = trans[ 1][474] = settr(1140,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1140,2,415,0,0,"ATOMIC", 1, 3000, 504);
	trans[1][415]	= settr(1081,2,473,181,0,"((timeout&&nempty(unacked[((2*i)+1)])))", 1, 3000, 504);
	T = trans[ 1][473] = settr(1139,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(1139,0,416,0,0,"sub-sequence", 1, 3000, 504);
	trans[1][416]	= settr(1082,2,470,182,182,"unacked[((2*i)+1)]?<x>", 1, 3000, 504);
	T = trans[1][470] = settr(1136,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(1136,2,417,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(1136,2,455,0,0,"IF", 1, 3000, 504);
	trans[1][417]	= settr(1083,2,454,183,183,"((repeats[x]<2))", 1, 3000, 504);
	T = trans[ 1][454] = settr(1120,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(1120,0,418,0,0,"sub-sequence", 1, 3000, 504);
	trans[1][418]	= settr(1084,2,452,184,184,"unacked[((2*i)+1)]?<x>", 1, 3000, 504); /* m: 419 -> 452,0 */
	reached1[419] = 1;
	trans[1][419]	= settr(0,0,0,0,0,"repeats[x] = (repeats[x]+1)",0,0,0);
	T = trans[1][452] = settr(1118,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(1118,2,420,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(1118,2,428,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(1118,2,436,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(1118,2,444,0,0,"IF", 1, 3000, 504);
	trans[1][420]	= settr(1086,2,427,185,0,"((x<=2))", 1, 3000, 504);
	T = trans[ 1][427] = settr(1093,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(1093,0,425,0,0,"sub-sequence", 1, 3000, 504);
	T = trans[1][425] = settr(1091,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(1091,2,421,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(1091,2,422,0,0,"IF", 1, 3000, 504);
	trans[1][421]	= settr(1087,0,536,186,186,"(broken[i])", 1, 3000, 504); /* m: 471 -> 536,0 */
	reached1[471] = 1;
	trans[1][426]	= settr(1092,2,471,1,0,".(goto)", 1, 3000, 504); /* m: 471 -> 0,536 */
	reached1[471] = 1;
	trans[1][422]	= settr(1088,2,423,2,0,"else", 1, 3000, 504);
	trans[1][423]	= settr(1089,2,424,187,0,"assert(nfull(line[((2*i)+1)]))", 1, 3000, 504);
	trans[1][424]	= settr(1090,0,536,188,188,"line[((2*i)+1)]!4,x,sent_in[x]", 1, 3000, 504); /* m: 471 -> 536,0 */
	reached1[471] = 1;
	trans[1][453]	= settr(1119,2,471,1,0,".(goto)", 1, 3000, 504); /* m: 471 -> 0,536 */
	reached1[471] = 1;
	trans[1][428]	= settr(1094,2,435,189,0,"(((x>2)&&(x<(0+6))))", 1, 3000, 504);
	T = trans[ 1][435] = settr(1101,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(1101,0,433,0,0,"sub-sequence", 1, 3000, 504);
	T = trans[1][433] = settr(1099,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(1099,2,429,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(1099,2,430,0,0,"IF", 1, 3000, 504);
	trans[1][429]	= settr(1095,0,536,190,190,"(broken[i])", 1, 3000, 504); /* m: 471 -> 536,0 */
	reached1[471] = 1;
	trans[1][434]	= settr(1100,2,471,1,0,".(goto)", 1, 3000, 504); /* m: 471 -> 0,536 */
	reached1[471] = 1;
	trans[1][430]	= settr(1096,2,431,2,0,"else", 1, 3000, 504);
	trans[1][431]	= settr(1097,2,432,191,0,"assert(nfull(line[((2*i)+1)]))", 1, 3000, 504);
	trans[1][432]	= settr(1098,0,536,192,192,"line[((2*i)+1)]!3,(x-3),(i+1)", 1, 3000, 504); /* m: 471 -> 536,0 */
	reached1[471] = 1;
	trans[1][436]	= settr(1102,2,443,193,0,"(((x>=(0+6))&&(x<(0+9))))", 1, 3000, 504);
	T = trans[ 1][443] = settr(1109,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(1109,0,441,0,0,"sub-sequence", 1, 3000, 504);
	T = trans[1][441] = settr(1107,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(1107,2,437,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(1107,2,438,0,0,"IF", 1, 3000, 504);
	trans[1][437]	= settr(1103,0,536,194,194,"(broken[i])", 1, 3000, 504); /* m: 471 -> 536,0 */
	reached1[471] = 1;
	trans[1][442]	= settr(1108,2,471,1,0,".(goto)", 1, 3000, 504); /* m: 471 -> 0,536 */
	reached1[471] = 1;
	trans[1][438]	= settr(1104,2,439,2,0,"else", 1, 3000, 504);
	trans[1][439]	= settr(1105,2,440,195,0,"assert(nfull(line[((2*i)+1)]))", 1, 3000, 504);
	trans[1][440]	= settr(1106,0,536,196,196,"line[((2*i)+1)]!8,x,(i+1)", 1, 3000, 504); /* m: 471 -> 536,0 */
	reached1[471] = 1;
	trans[1][444]	= settr(1110,2,451,197,0,"((x>=(0+9)))", 1, 3000, 504);
	T = trans[ 1][451] = settr(1117,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(1117,0,449,0,0,"sub-sequence", 1, 3000, 504);
	T = trans[1][449] = settr(1115,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(1115,2,445,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(1115,2,446,0,0,"IF", 1, 3000, 504);
	trans[1][445]	= settr(1111,0,536,198,198,"(broken[i])", 1, 3000, 504); /* m: 471 -> 536,0 */
	reached1[471] = 1;
	trans[1][450]	= settr(1116,2,471,1,0,".(goto)", 1, 3000, 504); /* m: 471 -> 0,536 */
	reached1[471] = 1;
	trans[1][446]	= settr(1112,2,447,2,0,"else", 1, 3000, 504);
	trans[1][447]	= settr(1113,2,448,199,0,"assert(nfull(line[((2*i)+1)]))", 1, 3000, 504);
	trans[1][448]	= settr(1114,0,536,200,200,"line[((2*i)+1)]!5,x,(i+1)", 1, 3000, 504); /* m: 471 -> 536,0 */
	reached1[471] = 1;
	trans[1][471]	= settr(1137,0,536,201,201,".(goto)", 1, 3000, 504); /* m: 472 -> 0,536 */
	reached1[472] = 1;
	trans[1][455]	= settr(1121,2,456,2,0,"else", 1, 3000, 504);
	trans[1][456]	= settr(1122,2,457,202,0,"assert(((lost+early)>2))", 1, 3000, 504);
	trans[1][457]	= settr(1123,2,468,203,203,"unacked[((2*i)+1)]?x", 1, 3000, 504);
	T = trans[1][468] = settr(1134,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(1134,2,458,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(1134,2,465,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(1134,2,467,0,0,"IF", 1, 3000, 504);
	trans[1][458]	= settr(1124,2,464,204,0,"((x==2))", 1, 3000, 504);
	T = trans[ 1][464] = settr(1130,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(1130,0,462,0,0,"sub-sequence", 1, 3000, 504);
	T = trans[1][462] = settr(1128,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(1128,2,459,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(1128,2,461,0,0,"IF", 1, 3000, 504);
	trans[1][459]	= settr(1125,0,536,205,205,"((op[x]==1))", 1, 3000, 504); /* m: 460 -> 536,0 */
	reached1[460] = 1;
	trans[1][460]	= settr(0,0,0,0,0,"op[x] = 3",0,0,0);
	trans[1][463]	= settr(1129,2,471,1,0,".(goto)", 1, 3000, 504); /* m: 471 -> 0,536 */
	reached1[471] = 1;
	trans[1][461]	= settr(1127,2,471,2,0,"else", 1, 3000, 504);
	trans[1][469]	= settr(1135,2,471,1,0,".(goto)", 1, 3000, 504); /* m: 471 -> 0,536 */
	reached1[471] = 1;
	trans[1][465]	= settr(1131,0,536,206,206,"(((x==(i+12))&&(at_l[i]==3)))", 1, 3000, 504); /* m: 466 -> 536,0 */
	reached1[466] = 1;
	trans[1][466]	= settr(0,0,0,0,0,"at_l[i] = 4",0,0,0);
	trans[1][467]	= settr(1133,2,471,2,0,"else", 1, 3000, 504);
	trans[1][472]	= settr(0,0,0,0,0,"x = 0",0,0,0);
	T = trans[ 1][535] = settr(1201,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1201,2,475,0,0,"ATOMIC", 1, 504, 0);
	trans[1][475]	= settr(1141,2,534,207,207,"(((early<1)&&nempty(unacked[((2*i)+1)])))", 1, 504, 0); /* m: 476 -> 534,0 */
	reached1[476] = 1;
	trans[1][476]	= settr(0,0,0,0,0,"early = (early+1)",0,0,0);
	T = trans[ 1][534] = settr(1200,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(1200,0,477,0,0,"sub-sequence", 1, 504, 0);
	trans[1][477]	= settr(1143,2,531,208,208,"unacked[((2*i)+1)]?<x>", 1, 504, 0);
	T = trans[1][531] = settr(1197,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(1197,2,478,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(1197,2,516,0,0,"IF", 1, 504, 0);
	trans[1][478]	= settr(1144,2,515,209,209,"((repeats[x]<2))", 1, 504, 0);
	T = trans[ 1][515] = settr(1181,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(1181,0,479,0,0,"sub-sequence", 1, 504, 0);
	trans[1][479]	= settr(1145,2,513,210,210,"unacked[((2*i)+1)]?<x>", 1, 504, 0); /* m: 480 -> 513,0 */
	reached1[480] = 1;
	trans[1][480]	= settr(0,0,0,0,0,"repeats[x] = (repeats[x]+1)",0,0,0);
	T = trans[1][513] = settr(1179,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(1179,2,481,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(1179,2,489,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(1179,2,497,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(1179,2,505,0,0,"IF", 1, 504, 0);
	trans[1][481]	= settr(1147,2,488,211,0,"((x<=2))", 1, 504, 0);
	T = trans[ 1][488] = settr(1154,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(1154,0,486,0,0,"sub-sequence", 1, 504, 0);
	T = trans[1][486] = settr(1152,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(1152,2,482,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(1152,2,483,0,0,"IF", 1, 504, 0);
	trans[1][482]	= settr(1148,0,536,212,212,"(broken[i])", 1, 504, 0); /* m: 532 -> 536,0 */
	reached1[532] = 1;
	trans[1][487]	= settr(1153,2,532,1,0,".(goto)", 1, 504, 0); /* m: 532 -> 0,536 */
	reached1[532] = 1;
	trans[1][483]	= settr(1149,2,484,2,0,"else", 1, 504, 0);
	trans[1][484]	= settr(1150,2,485,213,0,"assert(nfull(line[((2*i)+1)]))", 1, 504, 0);
	trans[1][485]	= settr(1151,0,536,214,214,"line[((2*i)+1)]!4,x,sent_in[x]", 1, 504, 0); /* m: 532 -> 536,0 */
	reached1[532] = 1;
	trans[1][514]	= settr(1180,2,532,1,0,".(goto)", 1, 504, 0); /* m: 532 -> 0,536 */
	reached1[532] = 1;
	trans[1][489]	= settr(1155,2,496,215,0,"(((x>2)&&(x<(0+6))))", 1, 504, 0);
	T = trans[ 1][496] = settr(1162,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(1162,0,494,0,0,"sub-sequence", 1, 504, 0);
	T = trans[1][494] = settr(1160,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(1160,2,490,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(1160,2,491,0,0,"IF", 1, 504, 0);
	trans[1][490]	= settr(1156,0,536,216,216,"(broken[i])", 1, 504, 0); /* m: 532 -> 536,0 */
	reached1[532] = 1;
	trans[1][495]	= settr(1161,2,532,1,0,".(goto)", 1, 504, 0); /* m: 532 -> 0,536 */
	reached1[532] = 1;
	trans[1][491]	= settr(1157,2,492,2,0,"else", 1, 504, 0);
	trans[1][492]	= settr(1158,2,493,217,0,"assert(nfull(line[((2*i)+1)]))", 1, 504, 0);
	trans[1][493]	= settr(1159,0,536,218,218,"line[((2*i)+1)]!3,(x-3),(i+1)", 1, 504, 0); /* m: 532 -> 536,0 */
	reached1[532] = 1;
	trans[1][497]	= settr(1163,2,504,219,0,"(((x>=(0+6))&&(x<(0+9))))", 1, 504, 0);
	T = trans[ 1][504] = settr(1170,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(1170,0,502,0,0,"sub-sequence", 1, 504, 0);
	T = trans[1][502] = settr(1168,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(1168,2,498,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(1168,2,499,0,0,"IF", 1, 504, 0);
	trans[1][498]	= settr(1164,0,536,220,220,"(broken[i])", 1, 504, 0); /* m: 532 -> 536,0 */
	reached1[532] = 1;
	trans[1][503]	= settr(1169,2,532,1,0,".(goto)", 1, 504, 0); /* m: 532 -> 0,536 */
	reached1[532] = 1;
	trans[1][499]	= settr(1165,2,500,2,0,"else", 1, 504, 0);
	trans[1][500]	= settr(1166,2,501,221,0,"assert(nfull(line[((2*i)+1)]))", 1, 504, 0);
	trans[1][501]	= settr(1167,0,536,222,222,"line[((2*i)+1)]!8,x,(i+1)", 1, 504, 0); /* m: 532 -> 536,0 */
	reached1[532] = 1;
	trans[1][505]	= settr(1171,2,512,223,0,"((x>=(0+9)))", 1, 504, 0);
	T = trans[ 1][512] = settr(1178,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(1178,0,510,0,0,"sub-sequence", 1, 504, 0);
	T = trans[1][510] = settr(1176,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(1176,2,506,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(1176,2,507,0,0,"IF", 1, 504, 0);
	trans[1][506]	= settr(1172,0,536,224,224,"(broken[i])", 1, 504, 0); /* m: 532 -> 536,0 */
	reached1[532] = 1;
	trans[1][511]	= settr(1177,2,532,1,0,".(goto)", 1, 504, 0); /* m: 532 -> 0,536 */
	reached1[532] = 1;
	trans[1][507]	= settr(1173,2,508,2,0,"else", 1, 504, 0);
	trans[1][508]	= settr(1174,2,509,225,0,"assert(nfull(line[((2*i)+1)]))", 1, 504, 0);
	trans[1][509]	= settr(1175,0,536,226,226,"line[((2*i)+1)]!5,x,(i+1)", 1, 504, 0); /* m: 532 -> 536,0 */
	reached1[532] = 1;
	trans[1][532]	= settr(1198,0,536,227,227,".(goto)", 1, 504, 0); /* m: 533 -> 0,536 */
	reached1[533] = 1;
	trans[1][516]	= settr(1182,2,517,2,0,"else", 1, 504, 0);
	trans[1][517]	= settr(1183,2,518,228,0,"assert(((lost+early)>2))", 1, 504, 0);
	trans[1][518]	= settr(1184,2,529,229,229,"unacked[((2*i)+1)]?x", 1, 504, 0);
	T = trans[1][529] = settr(1195,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(1195,2,519,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(1195,2,526,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(1195,2,528,0,0,"IF", 1, 504, 0);
	trans[1][519]	= settr(1185,2,525,230,0,"((x==2))", 1, 504, 0);
	T = trans[ 1][525] = settr(1191,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(1191,0,523,0,0,"sub-sequence", 1, 504, 0);
	T = trans[1][523] = settr(1189,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(1189,2,520,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(1189,2,522,0,0,"IF", 1, 504, 0);
	trans[1][520]	= settr(1186,0,536,231,231,"((op[x]==1))", 1, 504, 0); /* m: 521 -> 536,0 */
	reached1[521] = 1;
	trans[1][521]	= settr(0,0,0,0,0,"op[x] = 3",0,0,0);
	trans[1][524]	= settr(1190,2,532,1,0,".(goto)", 1, 504, 0); /* m: 532 -> 0,536 */
	reached1[532] = 1;
	trans[1][522]	= settr(1188,2,532,2,0,"else", 1, 504, 0);
	trans[1][530]	= settr(1196,2,532,1,0,".(goto)", 1, 504, 0); /* m: 532 -> 0,536 */
	reached1[532] = 1;
	trans[1][526]	= settr(1192,0,536,232,232,"(((x==(i+12))&&(at_l[i]==3)))", 1, 504, 0); /* m: 527 -> 536,0 */
	reached1[527] = 1;
	trans[1][527]	= settr(0,0,0,0,0,"at_l[i] = 4",0,0,0);
	trans[1][528]	= settr(1194,2,532,2,0,"else", 1, 504, 0);
	trans[1][533]	= settr(0,0,0,0,0,"x = 0",0,0,0);
	trans[1][538]	= settr(1204,0,539,1,0,"break", 0, 2, 0);
	trans[1][539]	= settr(1205,0,0,233,233,"-end-", 0, 3500, 0);

	/* proctype 0: dialer */

	trans[0] = (Trans **) emalloc(668*sizeof(Trans *));

	trans[0][665]	= settr(664,0,664,1,0,".(goto)", 0, 2, 0);
	T = trans[0][664] = settr(663,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,1,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,15,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,28,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,67,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,282,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,299,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,313,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,335,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,357,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,371,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,412,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,422,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,511,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,601,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,605,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(663,0,648,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(663,0,663,0,0,"DO", 0, 2, 0);
	trans[0][1]	= settr(0,0,667,234,0,"(finished)", 1, 2, 0);
	trans[0][2]	= settr(1,0,667,1,0,"goto :b0", 0, 2, 0);
	T = trans[ 0][15] = settr(14,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(14,2,3,0,0,"ATOMIC", 1, 2, 0);
	trans[0][3]	= settr(2,2,14,235,235,"((((c==255)&&!(finished))&&(next<2)))", 1, 2, 0); /* m: 4 -> 14,0 */
	reached0[4] = 1;
	trans[0][4]	= settr(0,0,0,0,0,"assert(((op[0]!=1)&&(op[1]!=1)))",0,0,0);
	trans[0][5]	= settr(0,0,0,0,0,"c = next",0,0,0);
	trans[0][6]	= settr(0,0,0,0,0,"next = (next+1)",0,0,0);
	trans[0][7]	= settr(0,0,0,0,0,"up[c] = 1",0,0,0);
	T = trans[ 0][14] = settr(13,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(13,0,12,0,0,"sub-sequence", 1, 2, 0);
	T = trans[0][12] = settr(11,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(11,2,8,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(11,2,9,0,0,"IF", 1, 2, 0);
	trans[0][8]	= settr(7,0,664,236,236,"(broken[c])", 1, 2, 0); /* m: 13 -> 664,0 */
	reached0[13] = 1;
	trans[0][13]	= settr(12,0,664,1,0,".(goto)", 1, 2, 0);
	trans[0][9]	= settr(8,2,10,2,0,"else", 1, 2, 0);
	trans[0][10]	= settr(9,2,11,237,0,"assert(nfull(line[((2*c)+0)]))", 1, 2, 0);
	trans[0][11]	= settr(10,0,664,238,238,"line[((2*c)+0)]!10,0,0", 1, 3, 0); /* m: 13 -> 664,0 */
	reached0[13] = 1;
	T = trans[ 0][28] = settr(27,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(27,2,16,0,0,"ATOMIC", 1, 2, 0);
	trans[0][16]	= settr(15,2,20,239,0,"((((c==255)&&!(finished))&&(next==2)))", 1, 2, 0);
	T = trans[0][20] = settr(19,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(19,2,17,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(19,2,19,0,0,"IF", 1, 2, 0);
	trans[0][17]	= settr(16,2,25,240,240,"((op[0]==0))", 1, 2, 0); /* m: 18 -> 25,0 */
	reached0[18] = 1;
	trans[0][18]	= settr(0,0,0,0,0,"op[0] = 3",0,0,0);
	trans[0][21]	= settr(20,2,25,1,0,".(goto)", 1, 2, 0);
	trans[0][19]	= settr(18,2,25,2,0,"else", 1, 2, 0);
	T = trans[0][25] = settr(24,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(24,2,22,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(24,2,24,0,0,"IF", 1, 2, 0);
	trans[0][22]	= settr(21,0,664,241,241,"(((2>1)&&(op[1]==0)))", 1, 2, 0); /* m: 23 -> 664,0 */
	reached0[23] = 1;
	trans[0][23]	= settr(0,0,0,0,0,"op[1] = 3",0,0,0);
	trans[0][26]	= settr(25,0,664,242,242,".(goto)", 1, 2, 0); /* m: 27 -> 0,664 */
	reached0[27] = 1;
	trans[0][24]	= settr(23,2,26,2,0,"else", 1, 2, 0);
	trans[0][27]	= settr(0,0,0,0,0,"finished = 1",0,0,0);
	T = trans[ 0][67] = settr(66,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(66,2,29,0,0,"ATOMIC", 1, 2, 0);
	trans[0][29]	= settr(28,2,66,243,0,"(((c!=255)&&broken[c]))", 1, 2, 0);
	T = trans[ 0][66] = settr(65,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(65,0,37,0,0,"sub-sequence", 1, 2, 0);
	T = trans[ 0][37] = settr(36,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(36,0,34,0,0,"sub-sequence", 1, 2, 0);
	trans[0][35]	= settr(34,2,34,1,0,".(goto)", 1, 2, 0);
	T = trans[0][34] = settr(33,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(33,2,30,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(33,2,32,0,0,"DO", 1, 2, 0);
	trans[0][30]	= settr(29,2,31,244,0,"(nempty(line[((2*c)+1)]))", 1, 503, 0);
	trans[0][31]	= settr(30,2,34,245,245,"line[((2*c)+1)]?_,_,_", 1, 503, 0);
	trans[0][32]	= settr(31,2,47,246,246,"(empty(line[((2*c)+1)]))", 1, 1003, 0); /* m: 38 -> 47,0 */
	reached0[38] = 1;
	trans[0][33]	= settr(32,2,38,1,0,"goto :b1", 1, 2, 0); /* m: 38 -> 0,47 */
	reached0[38] = 1;
	trans[0][36]	= settr(35,2,38,1,0,"break", 1, 2, 0);
	trans[0][38]	= settr(37,2,47,247,247,"ready = 0", 1, 2, 0); /* m: 39 -> 0,47 */
	reached0[39] = 1;
	trans[0][39]	= settr(0,0,0,0,0,"at_d = 0",0,0,0);
	T = trans[ 0][47] = settr(46,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(46,0,44,0,0,"sub-sequence", 1, 2, 0);
	trans[0][45]	= settr(44,2,44,1,0,".(goto)", 1, 2, 0);
	T = trans[0][44] = settr(43,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(43,2,40,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(43,2,42,0,0,"DO", 1, 2, 0);
	trans[0][40]	= settr(39,2,41,248,0,"(nempty(unacked[((2*c)+0)]))", 1, 504, 0);
	trans[0][41]	= settr(40,2,44,249,249,"unacked[((2*c)+0)]?_", 1, 504, 0);
	trans[0][42]	= settr(41,2,60,250,250,"(empty(unacked[((2*c)+0)]))", 1, 1004, 0); /* m: 48 -> 60,0 */
	reached0[48] = 1;
	trans[0][43]	= settr(42,2,48,1,0,"goto :b2", 1, 2, 0); /* m: 48 -> 0,60 */
	reached0[48] = 1;
	trans[0][46]	= settr(45,2,48,1,0,"break", 1, 2, 0);
	trans[0][48]	= settr(47,2,60,251,251,"k = 0", 1, 2, 0);
	trans[0][61]	= settr(60,2,60,1,0,".(goto)", 1, 2, 0);
	T = trans[0][60] = settr(59,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(59,2,49,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(59,2,58,0,0,"DO", 1, 2, 0);
	trans[0][49]	= settr(48,2,55,252,0,"((k<2))", 1, 2, 0);
	T = trans[0][55] = settr(54,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(54,2,50,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(54,2,52,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(54,2,54,0,0,"IF", 1, 2, 0);
	trans[0][50]	= settr(49,2,60,253,253,"((op[k]==1))", 1, 2, 0); /* m: 51 -> 60,0 */
	reached0[51] = 1;
	trans[0][51]	= settr(0,0,0,0,0,"op[k] = 3",0,0,0);
	trans[0][56]	= settr(55,2,57,1,0,".(goto)", 1, 2, 0); /* m: 57 -> 0,60 */
	reached0[57] = 1;
	trans[0][52]	= settr(51,2,60,254,254,"((op[k]==1))", 1, 2, 0); /* m: 53 -> 60,0 */
	reached0[53] = 1;
	trans[0][53]	= settr(0,0,0,0,0,"op[k] = 0",0,0,0);
	trans[0][54]	= settr(53,2,57,2,0,"else", 1, 2, 0);
	trans[0][57]	= settr(56,2,60,255,255,"k = (k+1)", 1, 2, 0);
	trans[0][58]	= settr(57,2,63,2,0,"else", 1, 2, 0);
	trans[0][59]	= settr(58,2,63,1,0,"goto :b3", 1, 2, 0); /* m: 63 -> 0,664 */
	reached0[63] = 1;
	trans[0][62]	= settr(61,2,63,1,0,"break", 1, 2, 0);
	trans[0][63]	= settr(62,0,664,256,256,"k = 0", 1, 2, 0); /* m: 64 -> 0,664 */
	reached0[64] = 1;
	trans[0][64]	= settr(0,0,0,0,0,"work[2] = ( ((work[2]==1)) -> (2) : (work[2]) )",0,0,0);
	trans[0][65]	= settr(0,0,0,0,0,"c = 255",0,0,0);
	T = trans[ 0][282] = settr(281,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(281,2,68,0,0,"ATOMIC", 1, 503, 0);
	trans[0][68]	= settr(67,2,69,257,0,"(((c!=255)&&nempty(line[((2*c)+1)])))", 1, 503, 0);
	trans[0][69]	= settr(68,2,278,258,258,"line[((2*c)+1)]?t,r,s", 1, 503, 0);
	T = trans[ 0][278] = settr(277,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(277,0,276,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][276] = settr(275,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(275,2,70,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(275,2,72,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(275,2,84,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(275,2,123,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(275,2,135,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(275,2,148,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(275,2,195,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(275,2,235,0,0,"IF", 1, 503, 0);
	trans[0][70]	= settr(69,0,664,259,259,"((t==ACK_REGISTRO))", 1, 503, 0); /* m: 71 -> 664,0 */
	reached0[71] = 1;
	trans[0][71]	= settr(0,0,0,0,0,"ready = 1",0,0,0);
	trans[0][277]	= settr(276,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][72]	= settr(71,2,78,260,260,"((t==SESSION_ACCEPT))", 1, 503, 0);
	T = trans[ 0][78] = settr(77,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(77,0,76,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][76] = settr(75,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(75,2,73,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(75,2,75,0,0,"IF", 1, 503, 0);
	trans[0][73]	= settr(72,2,74,261,0,"(unacked[((2*c)+0)]??[eval(r)])", 1, 503, 0);
	trans[0][74]	= settr(73,2,82,262,262,"unacked[((2*c)+0)]??eval(r)", 1, 503, 0);
	trans[0][77]	= settr(76,2,82,1,0,".(goto)", 1, 503, 0);
	trans[0][75]	= settr(74,2,82,2,0,"else", 1, 503, 0);
	T = trans[0][82] = settr(81,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(81,2,79,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(81,2,81,0,0,"IF", 1, 503, 0);
	trans[0][79]	= settr(78,0,664,263,263,"((at_d==1))", 1, 503, 0); /* m: 80 -> 664,0 */
	reached0[80] = 1;
	trans[0][80]	= settr(0,0,0,0,0,"at_d = 2",0,0,0);
	trans[0][83]	= settr(82,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][81]	= settr(80,2,279,2,0,"else", 1, 503, 0);
	trans[0][84]	= settr(83,2,90,264,264,"((t==SESSION_REJECT))", 1, 503, 0);
	T = trans[ 0][90] = settr(89,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(89,0,88,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][88] = settr(87,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(87,2,85,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(87,2,87,0,0,"IF", 1, 503, 0);
	trans[0][85]	= settr(84,2,86,265,0,"(unacked[((2*c)+0)]??[eval(r)])", 1, 503, 0);
	trans[0][86]	= settr(85,2,121,266,266,"unacked[((2*c)+0)]??eval(r)", 1, 503, 0);
	trans[0][89]	= settr(88,2,121,1,0,".(goto)", 1, 503, 0);
	trans[0][87]	= settr(86,2,121,2,0,"else", 1, 503, 0);
	T = trans[0][121] = settr(120,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(120,2,91,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(120,2,120,0,0,"IF", 1, 503, 0);
	trans[0][91]	= settr(90,2,119,267,0,"((at_d==1))", 1, 503, 0);
	T = trans[ 0][119] = settr(118,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(118,0,92,0,0,"sub-sequence", 1, 503, 0);
	trans[0][92]	= settr(91,2,103,268,268,"at_d = 4", 1, 503, 0); /* m: 93 -> 0,103 */
	reached0[93] = 1;
	trans[0][93]	= settr(0,0,0,0,0,"k = 0",0,0,0);
	trans[0][104]	= settr(103,2,103,1,0,".(goto)", 1, 503, 0);
	T = trans[0][103] = settr(102,2,0,0,0,"DO", 1, 503, 0);
	T = T->nxt	= settr(102,2,94,0,0,"DO", 1, 503, 0);
	    T->nxt	= settr(102,2,101,0,0,"DO", 1, 503, 0);
	trans[0][94]	= settr(93,2,98,269,0,"((k<2))", 1, 503, 0);
	T = trans[0][98] = settr(97,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(97,2,95,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(97,2,97,0,0,"IF", 1, 503, 0);
	trans[0][95]	= settr(94,2,103,270,270,"(((op[k]==0)||(op[k]==1)))", 1, 503, 0); /* m: 96 -> 103,0 */
	reached0[96] = 1;
	trans[0][96]	= settr(0,0,0,0,0,"op[k] = 3",0,0,0);
	trans[0][99]	= settr(98,2,100,1,0,".(goto)", 1, 503, 0); /* m: 100 -> 0,103 */
	reached0[100] = 1;
	trans[0][97]	= settr(96,2,100,2,0,"else", 1, 503, 0);
	trans[0][100]	= settr(99,2,103,271,271,"k = (k+1)", 1, 503, 0);
	trans[0][101]	= settr(100,2,106,2,0,"else", 1, 503, 0);
	trans[0][102]	= settr(101,2,106,1,0,"goto :b4", 1, 503, 0); /* m: 106 -> 0,112 */
	reached0[106] = 1;
	trans[0][105]	= settr(104,2,106,1,0,"break", 1, 503, 0);
	trans[0][106]	= settr(105,2,112,272,272,"k = 0", 1, 503, 0);
	T = trans[ 0][112] = settr(111,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(111,0,110,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][110] = settr(109,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(109,2,107,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(109,2,109,0,0,"IF", 1, 503, 0);
	trans[0][107]	= settr(106,2,108,273,0,"(unacked[((2*c)+0)]??[eval(0)])", 1, 503, 0);
	trans[0][108]	= settr(107,2,118,274,274,"unacked[((2*c)+0)]??eval(0)", 1, 503, 0);
	trans[0][111]	= settr(110,2,118,1,0,".(goto)", 1, 503, 0);
	trans[0][109]	= settr(108,2,118,2,0,"else", 1, 503, 0);
	T = trans[ 0][118] = settr(117,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(117,0,116,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][116] = settr(115,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(115,2,113,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(115,2,115,0,0,"IF", 1, 503, 0);
	trans[0][113]	= settr(112,2,114,275,0,"(unacked[((2*c)+0)]??[eval(1)])", 1, 503, 0);
	trans[0][114]	= settr(113,0,664,276,276,"unacked[((2*c)+0)]??eval(1)", 1, 503, 0); /* m: 279 -> 664,0 */
	reached0[279] = 1;
	trans[0][117]	= settr(116,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][115]	= settr(114,2,279,2,0,"else", 1, 503, 0);
	trans[0][122]	= settr(121,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][120]	= settr(119,2,279,2,0,"else", 1, 503, 0);
	trans[0][123]	= settr(122,2,129,277,277,"((t==MESSAGE_ACK))", 1, 503, 0);
	T = trans[ 0][129] = settr(128,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(128,0,127,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][127] = settr(126,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(126,2,124,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(126,2,126,0,0,"IF", 1, 503, 0);
	trans[0][124]	= settr(123,2,125,278,0,"(unacked[((2*c)+0)]??[eval(r)])", 1, 503, 0);
	trans[0][125]	= settr(124,2,133,279,279,"unacked[((2*c)+0)]??eval(r)", 1, 503, 0);
	trans[0][128]	= settr(127,2,133,1,0,".(goto)", 1, 503, 0);
	trans[0][126]	= settr(125,2,133,2,0,"else", 1, 503, 0);
	T = trans[0][133] = settr(132,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(132,2,130,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(132,2,132,0,0,"IF", 1, 503, 0);
	trans[0][130]	= settr(129,0,664,280,280,"(((r==(c+9))&&(at_d==3)))", 1, 503, 0); /* m: 131 -> 664,0 */
	reached0[131] = 1;
	trans[0][131]	= settr(0,0,0,0,0,"at_d = 4",0,0,0);
	trans[0][134]	= settr(133,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][132]	= settr(131,2,279,2,0,"else", 1, 503, 0);
	trans[0][135]	= settr(134,2,141,281,281,"((t==RESPUESTA_TAREA))", 1, 503, 0);
	T = trans[ 0][141] = settr(140,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(140,0,139,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][139] = settr(138,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(138,2,136,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(138,2,138,0,0,"IF", 1, 503, 0);
	trans[0][136]	= settr(135,2,137,282,0,"(unacked[((2*c)+0)]??[eval(r)])", 1, 503, 0);
	trans[0][137]	= settr(136,2,147,283,283,"unacked[((2*c)+0)]??eval(r)", 1, 503, 0);
	trans[0][140]	= settr(139,2,147,1,0,".(goto)", 1, 503, 0);
	trans[0][138]	= settr(137,2,147,2,0,"else", 1, 503, 0);
	T = trans[ 0][147] = settr(146,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(146,0,145,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][145] = settr(144,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(144,2,142,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(144,2,144,0,0,"IF", 1, 503, 0);
	trans[0][142]	= settr(141,0,664,284,284,"((op[r]==1))", 1, 503, 0); /* m: 143 -> 664,0 */
	reached0[143] = 1;
	trans[0][143]	= settr(0,0,0,0,0,"op[r] = 2",0,0,0);
	trans[0][146]	= settr(145,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][144]	= settr(143,2,279,2,0,"else", 1, 503, 0);
	trans[0][148]	= settr(147,2,155,285,285,"((t==ERROR))", 1, 503, 0); /* m: 149 -> 155,0 */
	reached0[149] = 1;
	trans[0][149]	= settr(0,0,0,0,0,"assert(((r<(0+6))||(r>((0+6)+2))))",0,0,0);
	T = trans[ 0][155] = settr(154,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(154,0,153,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][153] = settr(152,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(152,2,150,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(152,2,152,0,0,"IF", 1, 503, 0);
	trans[0][150]	= settr(149,2,151,286,0,"(unacked[((2*c)+0)]??[eval(r)])", 1, 503, 0);
	trans[0][151]	= settr(150,2,193,287,287,"unacked[((2*c)+0)]??eval(r)", 1, 503, 0);
	trans[0][154]	= settr(153,2,193,1,0,".(goto)", 1, 503, 0);
	trans[0][152]	= settr(151,2,193,2,0,"else", 1, 503, 0);
	T = trans[0][193] = settr(192,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(192,2,156,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(192,2,190,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(192,2,192,0,0,"IF", 1, 503, 0);
	trans[0][156]	= settr(155,2,188,288,288,"(((r<2)&&(op[r]==1)))", 1, 503, 0); /* m: 157 -> 188,0 */
	reached0[157] = 1;
	trans[0][157]	= settr(0,0,0,0,0,"op[r] = 3",0,0,0);
	T = trans[0][188] = settr(187,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(187,2,158,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(187,2,187,0,0,"IF", 1, 503, 0);
	trans[0][158]	= settr(157,2,186,289,289,"(((at_d==2)&&(s==(c+1))))", 1, 503, 0);
	T = trans[ 0][186] = settr(185,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(185,0,159,0,0,"sub-sequence", 1, 503, 0);
	trans[0][159]	= settr(158,2,170,290,290,"at_d = 4", 1, 503, 0); /* m: 160 -> 0,170 */
	reached0[160] = 1;
	trans[0][160]	= settr(0,0,0,0,0,"k = 0",0,0,0);
	trans[0][171]	= settr(170,2,170,1,0,".(goto)", 1, 503, 0);
	T = trans[0][170] = settr(169,2,0,0,0,"DO", 1, 503, 0);
	T = T->nxt	= settr(169,2,161,0,0,"DO", 1, 503, 0);
	    T->nxt	= settr(169,2,168,0,0,"DO", 1, 503, 0);
	trans[0][161]	= settr(160,2,165,291,0,"((k<2))", 1, 503, 0);
	T = trans[0][165] = settr(164,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(164,2,162,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(164,2,164,0,0,"IF", 1, 503, 0);
	trans[0][162]	= settr(161,2,170,292,292,"(((op[k]==0)||(op[k]==1)))", 1, 503, 0); /* m: 163 -> 170,0 */
	reached0[163] = 1;
	trans[0][163]	= settr(0,0,0,0,0,"op[k] = 3",0,0,0);
	trans[0][166]	= settr(165,2,167,1,0,".(goto)", 1, 503, 0); /* m: 167 -> 0,170 */
	reached0[167] = 1;
	trans[0][164]	= settr(163,2,167,2,0,"else", 1, 503, 0);
	trans[0][167]	= settr(166,2,170,293,293,"k = (k+1)", 1, 503, 0);
	trans[0][168]	= settr(167,2,173,2,0,"else", 1, 503, 0);
	trans[0][169]	= settr(168,2,173,1,0,"goto :b5", 1, 503, 0); /* m: 173 -> 0,179 */
	reached0[173] = 1;
	trans[0][172]	= settr(171,2,173,1,0,"break", 1, 503, 0);
	trans[0][173]	= settr(172,2,179,294,294,"k = 0", 1, 503, 0);
	T = trans[ 0][179] = settr(178,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(178,0,177,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][177] = settr(176,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(176,2,174,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(176,2,176,0,0,"IF", 1, 503, 0);
	trans[0][174]	= settr(173,2,175,295,0,"(unacked[((2*c)+0)]??[eval(0)])", 1, 503, 0);
	trans[0][175]	= settr(174,2,185,296,296,"unacked[((2*c)+0)]??eval(0)", 1, 503, 0);
	trans[0][178]	= settr(177,2,185,1,0,".(goto)", 1, 503, 0);
	trans[0][176]	= settr(175,2,185,2,0,"else", 1, 503, 0);
	T = trans[ 0][185] = settr(184,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(184,0,183,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][183] = settr(182,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(182,2,180,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(182,2,182,0,0,"IF", 1, 503, 0);
	trans[0][180]	= settr(179,2,181,297,0,"(unacked[((2*c)+0)]??[eval(1)])", 1, 503, 0);
	trans[0][181]	= settr(180,0,664,298,298,"unacked[((2*c)+0)]??eval(1)", 1, 503, 0); /* m: 279 -> 664,0 */
	reached0[279] = 1;
	trans[0][184]	= settr(183,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][182]	= settr(181,2,279,2,0,"else", 1, 503, 0);
	trans[0][189]	= settr(188,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][187]	= settr(186,2,279,2,0,"else", 1, 503, 0);
	trans[0][194]	= settr(193,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][190]	= settr(189,0,664,299,299,"(((r==(c+9))&&(at_d==3)))", 1, 503, 0); /* m: 191 -> 664,0 */
	reached0[191] = 1;
	trans[0][191]	= settr(0,0,0,0,0,"at_d = 4",0,0,0);
	trans[0][192]	= settr(191,2,279,2,0,"else", 1, 503, 0);
	trans[0][195]	= settr(194,2,202,300,300,"((t==SESSION_CLOSE))", 1, 503, 0);
	T = trans[ 0][202] = settr(201,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(201,0,200,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][200] = settr(199,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(199,2,196,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(199,2,197,0,0,"IF", 1, 503, 0);
	trans[0][196]	= settr(195,2,233,301,0,"(broken[c])", 1, 503, 0);
	trans[0][201]	= settr(200,2,233,1,0,".(goto)", 1, 503, 0);
	trans[0][197]	= settr(196,2,198,2,0,"else", 1, 503, 0);
	trans[0][198]	= settr(197,2,199,302,0,"assert(nfull(line[((2*c)+0)]))", 1, 503, 0);
	trans[0][199]	= settr(198,2,233,303,303,"line[((2*c)+0)]!2,r,s", 1, 503, 0);
	T = trans[0][233] = settr(232,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(232,2,203,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(232,2,232,0,0,"IF", 1, 503, 0);
	trans[0][203]	= settr(202,2,231,304,0,"(((at_d==1)||(at_d==2)))", 1, 503, 0);
	T = trans[ 0][231] = settr(230,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(230,0,204,0,0,"sub-sequence", 1, 503, 0);
	trans[0][204]	= settr(203,2,215,305,305,"at_d = 4", 1, 503, 0); /* m: 205 -> 0,215 */
	reached0[205] = 1;
	trans[0][205]	= settr(0,0,0,0,0,"k = 0",0,0,0);
	trans[0][216]	= settr(215,2,215,1,0,".(goto)", 1, 503, 0);
	T = trans[0][215] = settr(214,2,0,0,0,"DO", 1, 503, 0);
	T = T->nxt	= settr(214,2,206,0,0,"DO", 1, 503, 0);
	    T->nxt	= settr(214,2,213,0,0,"DO", 1, 503, 0);
	trans[0][206]	= settr(205,2,210,306,0,"((k<2))", 1, 503, 0);
	T = trans[0][210] = settr(209,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(209,2,207,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(209,2,209,0,0,"IF", 1, 503, 0);
	trans[0][207]	= settr(206,2,215,307,307,"(((op[k]==0)||(op[k]==1)))", 1, 503, 0); /* m: 208 -> 215,0 */
	reached0[208] = 1;
	trans[0][208]	= settr(0,0,0,0,0,"op[k] = 3",0,0,0);
	trans[0][211]	= settr(210,2,212,1,0,".(goto)", 1, 503, 0); /* m: 212 -> 0,215 */
	reached0[212] = 1;
	trans[0][209]	= settr(208,2,212,2,0,"else", 1, 503, 0);
	trans[0][212]	= settr(211,2,215,308,308,"k = (k+1)", 1, 503, 0);
	trans[0][213]	= settr(212,2,218,2,0,"else", 1, 503, 0);
	trans[0][214]	= settr(213,2,218,1,0,"goto :b6", 1, 503, 0); /* m: 218 -> 0,224 */
	reached0[218] = 1;
	trans[0][217]	= settr(216,2,218,1,0,"break", 1, 503, 0);
	trans[0][218]	= settr(217,2,224,309,309,"k = 0", 1, 503, 0);
	T = trans[ 0][224] = settr(223,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(223,0,222,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][222] = settr(221,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(221,2,219,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(221,2,221,0,0,"IF", 1, 503, 0);
	trans[0][219]	= settr(218,2,220,310,0,"(unacked[((2*c)+0)]??[eval(0)])", 1, 503, 0);
	trans[0][220]	= settr(219,2,230,311,311,"unacked[((2*c)+0)]??eval(0)", 1, 503, 0);
	trans[0][223]	= settr(222,2,230,1,0,".(goto)", 1, 503, 0);
	trans[0][221]	= settr(220,2,230,2,0,"else", 1, 503, 0);
	T = trans[ 0][230] = settr(229,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(229,0,228,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][228] = settr(227,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(227,2,225,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(227,2,227,0,0,"IF", 1, 503, 0);
	trans[0][225]	= settr(224,2,226,312,0,"(unacked[((2*c)+0)]??[eval(1)])", 1, 503, 0);
	trans[0][226]	= settr(225,0,664,313,313,"unacked[((2*c)+0)]??eval(1)", 1, 503, 0); /* m: 279 -> 664,0 */
	reached0[279] = 1;
	trans[0][229]	= settr(228,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][227]	= settr(226,2,279,2,0,"else", 1, 503, 0);
	trans[0][234]	= settr(233,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][232]	= settr(231,2,279,2,0,"else", 1, 503, 0);
	trans[0][235]	= settr(234,2,274,314,314,"((t==SOLICITUD_TAREA))", 1, 503, 0);
	T = trans[0][274] = settr(273,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(273,2,236,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(273,2,255,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(273,2,266,0,0,"IF", 1, 503, 0);
	trans[0][236]	= settr(235,2,243,315,0,"(seen[r])", 1, 503, 0);
	T = trans[ 0][243] = settr(242,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(242,0,241,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][241] = settr(240,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(240,2,237,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(240,2,238,0,0,"IF", 1, 503, 0);
	trans[0][237]	= settr(236,2,253,316,0,"(broken[c])", 1, 503, 0);
	trans[0][242]	= settr(241,2,253,1,0,".(goto)", 1, 503, 0);
	trans[0][238]	= settr(237,2,239,2,0,"else", 1, 503, 0);
	trans[0][239]	= settr(238,2,240,317,0,"assert(nfull(line[((2*c)+0)]))", 1, 503, 0);
	trans[0][240]	= settr(239,2,253,318,318,"line[((2*c)+0)]!2,r,s", 1, 503, 0);
	T = trans[0][253] = settr(252,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(252,2,244,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(252,2,252,0,0,"IF", 1, 503, 0);
	trans[0][244]	= settr(243,2,251,319,0,"((work[r]==2))", 1, 503, 0);
	T = trans[ 0][251] = settr(250,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(250,0,249,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][249] = settr(248,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(248,2,245,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(248,2,246,0,0,"IF", 1, 503, 0);
	trans[0][245]	= settr(244,0,664,320,320,"(broken[c])", 1, 503, 0); /* m: 279 -> 664,0 */
	reached0[279] = 1;
	trans[0][250]	= settr(249,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][246]	= settr(245,2,247,2,0,"else", 1, 503, 0);
	trans[0][247]	= settr(246,2,248,321,0,"assert(nfull(line[((2*c)+0)]))", 1, 503, 0);
	trans[0][248]	= settr(247,0,664,322,322,"line[((2*c)+0)]!3,r,s", 1, 503, 0); /* m: 279 -> 664,0 */
	reached0[279] = 1;
	trans[0][254]	= settr(253,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][252]	= settr(251,2,279,2,0,"else", 1, 503, 0);
	trans[0][275]	= settr(274,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][255]	= settr(254,2,263,323,323,"((!(seen[r])&&(at_d==2)))", 1, 503, 0); /* m: 256 -> 263,0 */
	reached0[256] = 1;
	trans[0][256]	= settr(0,0,0,0,0,"seen[r] = 1",0,0,0);
	T = trans[ 0][263] = settr(262,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(262,0,261,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][261] = settr(260,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(260,2,257,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(260,2,258,0,0,"IF", 1, 503, 0);
	trans[0][257]	= settr(256,0,664,324,324,"(broken[c])", 1, 503, 0); /* m: 264 -> 664,0 */
	reached0[264] = 1;
	trans[0][262]	= settr(261,2,264,1,0,".(goto)", 1, 503, 0); /* m: 264 -> 0,664 */
	reached0[264] = 1;
	trans[0][258]	= settr(257,2,259,2,0,"else", 1, 503, 0);
	trans[0][259]	= settr(258,2,260,325,0,"assert(nfull(line[((2*c)+0)]))", 1, 503, 0);
	trans[0][260]	= settr(259,0,664,326,326,"line[((2*c)+0)]!2,r,s", 1, 503, 0); /* m: 264 -> 664,0 */
	reached0[264] = 1;
	trans[0][264]	= settr(263,0,664,327,327,"runs[r] = (runs[r]+1)", 1, 503, 0); /* m: 265 -> 0,664 */
	reached0[265] = 1;
	trans[0][265]	= settr(0,0,0,0,0,"work[r] = 1",0,0,0);
	trans[0][266]	= settr(265,2,273,2,0,"else", 1, 503, 0);
	T = trans[ 0][273] = settr(272,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(272,0,271,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][271] = settr(270,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(270,2,267,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(270,2,268,0,0,"IF", 1, 503, 0);
	trans[0][267]	= settr(266,0,664,328,328,"(broken[c])", 1, 503, 0); /* m: 279 -> 664,0 */
	reached0[279] = 1;
	trans[0][272]	= settr(271,2,279,1,0,".(goto)", 1, 503, 0); /* m: 279 -> 0,664 */
	reached0[279] = 1;
	trans[0][268]	= settr(267,2,269,2,0,"else", 1, 503, 0);
	trans[0][269]	= settr(268,2,270,329,0,"assert(nfull(line[((2*c)+0)]))", 1, 503, 0);
	trans[0][270]	= settr(269,0,664,330,330,"line[((2*c)+0)]!1,r,s", 1, 503, 0); /* m: 279 -> 664,0 */
	reached0[279] = 1;
	trans[0][279]	= settr(278,0,664,331,331,"t = 0", 1, 503, 0); /* m: 280 -> 0,664 */
	reached0[280] = 1;
	trans[0][280]	= settr(0,0,0,0,0,"r = 0",0,0,0);
	trans[0][281]	= settr(0,0,0,0,0,"s = 0",0,0,0);
	T = trans[ 0][299] = settr(298,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(298,2,283,0,0,"ATOMIC", 1, 503, 0);
	trans[0][283]	= settr(282,2,284,332,0,"((((c!=255)&&nempty(line[((2*c)+1)]))&&(lost<1)))", 1, 503, 0);
	trans[0][284]	= settr(283,2,295,333,333,"line[((2*c)+1)]?t,r,s", 1, 503, 0);
	T = trans[ 0][295] = settr(294,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(294,0,285,0,0,"sub-sequence", 1, 503, 0);
	trans[0][285]	= settr(284,2,293,334,334,"lost = (lost+1)", 1, 503, 0);
	T = trans[0][293] = settr(292,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(292,2,286,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(292,2,288,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(292,2,290,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(292,2,292,0,0,"IF", 1, 503, 0);
	trans[0][286]	= settr(285,0,664,335,335,"(((t==SESSION_ACCEPT)||(t==SESSION_REJECT)))", 1, 503, 0); /* m: 287 -> 664,0 */
	reached0[287] = 1;
	trans[0][287]	= settr(0,0,0,0,0,"lost_accept = 1",0,0,0);
	trans[0][294]	= settr(293,2,296,1,0,".(goto)", 1, 503, 0); /* m: 296 -> 0,664 */
	reached0[296] = 1;
	trans[0][288]	= settr(287,0,664,336,336,"((t==RESPUESTA_TAREA))", 1, 503, 0); /* m: 289 -> 664,0 */
	reached0[289] = 1;
	trans[0][289]	= settr(0,0,0,0,0,"lost_answer = 1",0,0,0);
	trans[0][290]	= settr(289,0,664,337,337,"(((t==ERROR)||(t==SESSION_CLOSE)))", 1, 503, 0); /* m: 291 -> 664,0 */
	reached0[291] = 1;
	trans[0][291]	= settr(0,0,0,0,0,"lost_end = 1",0,0,0);
	trans[0][292]	= settr(291,2,296,2,0,"else", 1, 503, 0);
	trans[0][296]	= settr(295,0,664,338,338,"t = 0", 1, 503, 0); /* m: 297 -> 0,664 */
	reached0[297] = 1;
	trans[0][297]	= settr(0,0,0,0,0,"r = 0",0,0,0);
	trans[0][298]	= settr(0,0,0,0,0,"s = 0",0,0,0);
	T = trans[ 0][313] = settr(312,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(312,2,300,0,0,"ATOMIC", 1, 2, 0);
	trans[0][300]	= settr(299,2,312,339,339,"((((((c!=255)&&ready)&&!(broken[c]))&&(at_d==0))&&((op[0]==0)||((2>1)&&(op[1]==0)))))", 1, 2, 0); /* m: 301 -> 312,0 */
	reached0[301] = 1;
	trans[0][301]	= settr(0,0,0,0,0,"at_d = 1",0,0,0);
	T = trans[ 0][312] = settr(311,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(311,0,308,0,0,"sub-sequence", 1, 2, 0);
	T = trans[ 0][308] = settr(307,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(307,0,306,0,0,"sub-sequence", 1, 2, 0);
	T = trans[0][306] = settr(305,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(305,2,302,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(305,2,303,0,0,"IF", 1, 2, 0);
	trans[0][302]	= settr(301,2,311,340,340,"(broken[c])", 1, 2, 0); /* m: 309 -> 311,0 */
	reached0[309] = 1;
	trans[0][307]	= settr(306,2,309,1,0,".(goto)", 1, 2, 0); /* m: 309 -> 0,311 */
	reached0[309] = 1;
	trans[0][303]	= settr(302,2,304,2,0,"else", 1, 2, 0);
	trans[0][304]	= settr(303,2,305,341,0,"assert(nfull(line[((2*c)+0)]))", 1, 2, 0);
	trans[0][305]	= settr(304,2,311,342,342,"line[((2*c)+0)]!8,(c+6),(c+1)", 1, 3, 0); /* m: 309 -> 311,0 */
	reached0[309] = 1;
	trans[0][309]	= settr(308,2,311,343,343,"repeats[(c+6)] = 0", 1, 2, 0); /* m: 310 -> 0,311 */
	reached0[310] = 1;
	trans[0][310]	= settr(0,0,0,0,0,"assert(nfull(unacked[((2*c)+0)]))",0,0,0);
	trans[0][311]	= settr(310,0,664,344,344,"unacked[((2*c)+0)]!(c+6)", 1, 4, 0);
	T = trans[ 0][335] = settr(334,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(334,2,314,0,0,"ATOMIC", 1, 2, 0);
	trans[0][314]	= settr(313,2,334,345,0,"((((c!=255)&&(at_d==2))&&(op[0]==0)))", 1, 2, 0);
	T = trans[ 0][334] = settr(333,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(333,0,315,0,0,"sub-sequence", 1, 2, 0);
	trans[0][315]	= settr(314,2,321,346,346,"op[0] = 1", 1, 2, 0);
	T = trans[0][321] = settr(320,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(320,2,316,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(320,2,318,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(320,2,319,0,0,"IF", 1, 2, 0);
	trans[0][316]	= settr(315,2,333,347,347,"((sent_in[0]==0))", 1, 2, 0); /* m: 317 -> 333,0 */
	reached0[317] = 1;
	trans[0][317]	= settr(0,0,0,0,0,"sent_in[0] = (c+1)",0,0,0);
	trans[0][322]	= settr(321,2,333,1,0,".(goto)", 1, 2, 0);
	trans[0][318]	= settr(317,2,333,348,0,"((sent_in[0]!=0))", 1, 2, 0);
	trans[0][319]	= settr(318,2,333,349,349,"((sent_in[0]!=0))", 1, 2, 0); /* m: 320 -> 333,0 */
	reached0[320] = 1;
	trans[0][320]	= settr(0,0,0,0,0,"sent_in[0] = (c+1)",0,0,0);
	T = trans[ 0][333] = settr(332,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(332,0,329,0,0,"sub-sequence", 1, 2, 0);
	T = trans[ 0][329] = settr(328,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(328,0,327,0,0,"sub-sequence", 1, 2, 0);
	T = trans[0][327] = settr(326,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(326,2,323,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(326,2,324,0,0,"IF", 1, 2, 0);
	trans[0][323]	= settr(322,2,332,350,350,"(broken[c])", 1, 2, 0); /* m: 330 -> 332,0 */
	reached0[330] = 1;
	trans[0][328]	= settr(327,2,330,1,0,".(goto)", 1, 2, 0); /* m: 330 -> 0,332 */
	reached0[330] = 1;
	trans[0][324]	= settr(323,2,325,2,0,"else", 1, 2, 0);
	trans[0][325]	= settr(324,2,326,351,0,"assert(nfull(line[((2*c)+0)]))", 1, 2, 0);
	trans[0][326]	= settr(325,2,332,352,352,"line[((2*c)+0)]!4,0,sent_in[0]", 1, 3, 0); /* m: 330 -> 332,0 */
	reached0[330] = 1;
	trans[0][330]	= settr(329,2,332,353,353,"repeats[0] = 0", 1, 2, 0); /* m: 331 -> 0,332 */
	reached0[331] = 1;
	trans[0][331]	= settr(0,0,0,0,0,"assert(nfull(unacked[((2*c)+0)]))",0,0,0);
	trans[0][332]	= settr(331,0,664,354,354,"unacked[((2*c)+0)]!0", 1, 4, 0);
	T = trans[ 0][357] = settr(356,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(356,2,336,0,0,"ATOMIC", 1, 2, 0);
	trans[0][336]	= settr(335,2,356,355,0,"(((((c!=255)&&(at_d==2))&&(op[0]!=0))&&(op[1]==0)))", 1, 2, 0);
	T = trans[ 0][356] = settr(355,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(355,0,337,0,0,"sub-sequence", 1, 2, 0);
	trans[0][337]	= settr(336,2,343,356,356,"op[1] = 1", 1, 2, 0);
	T = trans[0][343] = settr(342,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(342,2,338,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(342,2,340,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(342,2,341,0,0,"IF", 1, 2, 0);
	trans[0][338]	= settr(337,2,355,357,357,"((sent_in[1]==0))", 1, 2, 0); /* m: 339 -> 355,0 */
	reached0[339] = 1;
	trans[0][339]	= settr(0,0,0,0,0,"sent_in[1] = (c+1)",0,0,0);
	trans[0][344]	= settr(343,2,355,1,0,".(goto)", 1, 2, 0);
	trans[0][340]	= settr(339,2,355,358,0,"((sent_in[1]!=0))", 1, 2, 0);
	trans[0][341]	= settr(340,2,355,359,359,"((sent_in[1]!=0))", 1, 2, 0); /* m: 342 -> 355,0 */
	reached0[342] = 1;
	trans[0][342]	= settr(0,0,0,0,0,"sent_in[1] = (c+1)",0,0,0);
	T = trans[ 0][355] = settr(354,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(354,0,351,0,0,"sub-sequence", 1, 2, 0);
	T = trans[ 0][351] = settr(350,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(350,0,349,0,0,"sub-sequence", 1, 2, 0);
	T = trans[0][349] = settr(348,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(348,2,345,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(348,2,346,0,0,"IF", 1, 2, 0);
	trans[0][345]	= settr(344,2,354,360,360,"(broken[c])", 1, 2, 0); /* m: 352 -> 354,0 */
	reached0[352] = 1;
	trans[0][350]	= settr(349,2,352,1,0,".(goto)", 1, 2, 0); /* m: 352 -> 0,354 */
	reached0[352] = 1;
	trans[0][346]	= settr(345,2,347,2,0,"else", 1, 2, 0);
	trans[0][347]	= settr(346,2,348,361,0,"assert(nfull(line[((2*c)+0)]))", 1, 2, 0);
	trans[0][348]	= settr(347,2,354,362,362,"line[((2*c)+0)]!4,1,sent_in[1]", 1, 3, 0); /* m: 352 -> 354,0 */
	reached0[352] = 1;
	trans[0][352]	= settr(351,2,354,363,363,"repeats[1] = 0", 1, 2, 0); /* m: 353 -> 0,354 */
	reached0[353] = 1;
	trans[0][353]	= settr(0,0,0,0,0,"assert(nfull(unacked[((2*c)+0)]))",0,0,0);
	trans[0][354]	= settr(353,0,664,364,364,"unacked[((2*c)+0)]!1", 1, 4, 0);
	T = trans[ 0][371] = settr(370,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(370,2,358,0,0,"ATOMIC", 1, 2, 0);
	trans[0][358]	= settr(357,2,370,365,365,"(((((c!=255)&&(at_d==2))&&(op[0]>=2))&&((2==1)||(op[1]>=2))))", 1, 2, 0); /* m: 359 -> 370,0 */
	reached0[359] = 1;
	trans[0][359]	= settr(0,0,0,0,0,"at_d = 3",0,0,0);
	T = trans[ 0][370] = settr(369,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(369,0,366,0,0,"sub-sequence", 1, 2, 0);
	T = trans[ 0][366] = settr(365,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(365,0,364,0,0,"sub-sequence", 1, 2, 0);
	T = trans[0][364] = settr(363,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(363,2,360,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(363,2,361,0,0,"IF", 1, 2, 0);
	trans[0][360]	= settr(359,2,369,366,366,"(broken[c])", 1, 2, 0); /* m: 367 -> 369,0 */
	reached0[367] = 1;
	trans[0][365]	= settr(364,2,367,1,0,".(goto)", 1, 2, 0); /* m: 367 -> 0,369 */
	reached0[367] = 1;
	trans[0][361]	= settr(360,2,362,2,0,"else", 1, 2, 0);
	trans[0][362]	= settr(361,2,363,367,0,"assert(nfull(line[((2*c)+0)]))", 1, 2, 0);
	trans[0][363]	= settr(362,2,369,368,368,"line[((2*c)+0)]!5,(c+9),(c+1)", 1, 3, 0); /* m: 367 -> 369,0 */
	reached0[367] = 1;
	trans[0][367]	= settr(366,2,369,369,369,"repeats[(c+9)] = 0", 1, 2, 0); /* m: 368 -> 0,369 */
	reached0[368] = 1;
	trans[0][368]	= settr(0,0,0,0,0,"assert(nfull(unacked[((2*c)+0)]))",0,0,0);
	trans[0][369]	= settr(368,0,664,370,370,"unacked[((2*c)+0)]!(c+9)", 1, 4, 0);
	T = trans[ 0][412] = settr(411,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(411,2,372,0,0,"ATOMIC", 1, 2, 0);
	trans[0][372]	= settr(371,2,411,371,371,"(((((c!=255)&&((at_d==4)||(at_d==0)))&&(op[0]>=2))&&((2==1)||(op[1]>=2))))", 1, 2, 0); /* m: 373 -> 411,0 */
	reached0[373] = 1;
	trans[0][373]	= settr(0,0,0,0,0,"broken[c] = 1",0,0,0);
	trans[0][374]	= settr(0,0,0,0,0,"finished = 1",0,0,0);
	T = trans[ 0][411] = settr(410,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(410,0,382,0,0,"sub-sequence", 1, 2, 0);
	T = trans[ 0][382] = settr(381,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(381,0,379,0,0,"sub-sequence", 1, 2, 0);
	trans[0][380]	= settr(379,2,379,1,0,".(goto)", 1, 2, 0);
	T = trans[0][379] = settr(378,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(378,2,375,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(378,2,377,0,0,"DO", 1, 2, 0);
	trans[0][375]	= settr(374,2,376,372,0,"(nempty(line[((2*c)+1)]))", 1, 503, 0);
	trans[0][376]	= settr(375,2,379,373,373,"line[((2*c)+1)]?_,_,_", 1, 503, 0);
	trans[0][377]	= settr(376,2,392,374,374,"(empty(line[((2*c)+1)]))", 1, 1003, 0); /* m: 383 -> 392,0 */
	reached0[383] = 1;
	trans[0][378]	= settr(377,2,383,1,0,"goto :b7", 1, 2, 0); /* m: 383 -> 0,392 */
	reached0[383] = 1;
	trans[0][381]	= settr(380,2,383,1,0,"break", 1, 2, 0);
	trans[0][383]	= settr(382,2,392,375,375,"ready = 0", 1, 2, 0); /* m: 384 -> 0,392 */
	reached0[384] = 1;
	trans[0][384]	= settr(0,0,0,0,0,"at_d = 0",0,0,0);
	T = trans[ 0][392] = settr(391,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(391,0,389,0,0,"sub-sequence", 1, 2, 0);
	trans[0][390]	= settr(389,2,389,1,0,".(goto)", 1, 2, 0);
	T = trans[0][389] = settr(388,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(388,2,385,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(388,2,387,0,0,"DO", 1, 2, 0);
	trans[0][385]	= settr(384,2,386,376,0,"(nempty(unacked[((2*c)+0)]))", 1, 504, 0);
	trans[0][386]	= settr(385,2,389,377,377,"unacked[((2*c)+0)]?_", 1, 504, 0);
	trans[0][387]	= settr(386,2,405,378,378,"(empty(unacked[((2*c)+0)]))", 1, 1004, 0); /* m: 393 -> 405,0 */
	reached0[393] = 1;
	trans[0][388]	= settr(387,2,393,1,0,"goto :b8", 1, 2, 0); /* m: 393 -> 0,405 */
	reached0[393] = 1;
	trans[0][391]	= settr(390,2,393,1,0,"break", 1, 2, 0);
	trans[0][393]	= settr(392,2,405,379,379,"k = 0", 1, 2, 0);
	trans[0][406]	= settr(405,2,405,1,0,".(goto)", 1, 2, 0);
	T = trans[0][405] = settr(404,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(404,2,394,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(404,2,403,0,0,"DO", 1, 2, 0);
	trans[0][394]	= settr(393,2,400,380,0,"((k<2))", 1, 2, 0);
	T = trans[0][400] = settr(399,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(399,2,395,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(399,2,397,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(399,2,399,0,0,"IF", 1, 2, 0);
	trans[0][395]	= settr(394,2,405,381,381,"((op[k]==1))", 1, 2, 0); /* m: 396 -> 405,0 */
	reached0[396] = 1;
	trans[0][396]	= settr(0,0,0,0,0,"op[k] = 3",0,0,0);
	trans[0][401]	= settr(400,2,402,1,0,".(goto)", 1, 2, 0); /* m: 402 -> 0,405 */
	reached0[402] = 1;
	trans[0][397]	= settr(396,2,405,382,382,"((op[k]==1))", 1, 2, 0); /* m: 398 -> 405,0 */
	reached0[398] = 1;
	trans[0][398]	= settr(0,0,0,0,0,"op[k] = 0",0,0,0);
	trans[0][399]	= settr(398,2,402,2,0,"else", 1, 2, 0);
	trans[0][402]	= settr(401,2,405,383,383,"k = (k+1)", 1, 2, 0);
	trans[0][403]	= settr(402,2,408,2,0,"else", 1, 2, 0);
	trans[0][404]	= settr(403,2,408,1,0,"goto :b9", 1, 2, 0); /* m: 408 -> 0,664 */
	reached0[408] = 1;
	trans[0][407]	= settr(406,2,408,1,0,"break", 1, 2, 0);
	trans[0][408]	= settr(407,0,664,384,384,"k = 0", 1, 2, 0); /* m: 409 -> 0,664 */
	reached0[409] = 1;
	trans[0][409]	= settr(0,0,0,0,0,"work[2] = ( ((work[2]==1)) -> (2) : (work[2]) )",0,0,0);
	trans[0][410]	= settr(0,0,0,0,0,"c = 255",0,0,0);
	T = trans[ 0][422] = settr(421,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(421,2,413,0,0,"ATOMIC", 1, 2, 0);
	trans[0][413]	= settr(412,2,421,385,385,"(((work[2]==1)&&(c!=255)))", 1, 2, 0); /* m: 414 -> 421,0 */
	reached0[414] = 1;
	trans[0][414]	= settr(0,0,0,0,0,"work[2] = 2",0,0,0);
	T = trans[ 0][421] = settr(420,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(420,0,419,0,0,"sub-sequence", 1, 2, 0);
	T = trans[0][419] = settr(418,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(418,2,415,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(418,2,416,0,0,"IF", 1, 2, 0);
	trans[0][415]	= settr(414,0,664,386,386,"(broken[c])", 1, 2, 0); /* m: 420 -> 664,0 */
	reached0[420] = 1;
	trans[0][420]	= settr(419,0,664,1,0,".(goto)", 1, 2, 0);
	trans[0][416]	= settr(415,2,417,2,0,"else", 1, 2, 0);
	trans[0][417]	= settr(416,2,418,387,0,"assert(nfull(line[((2*c)+0)]))", 1, 2, 0);
	trans[0][418]	= settr(417,0,664,388,388,"line[((2*c)+0)]!3,2,(c+1)", 1, 3, 0); /* m: 420 -> 664,0 */
	reached0[420] = 1;
	T = trans[ 0][511] = settr(510,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(510,2,423,0,0,"ATOMIC", 1, 3000, 504);
	trans[0][423]	= settr(422,2,510,389,0,"(((timeout&&(c!=255))&&nempty(unacked[((2*c)+0)])))", 1, 3000, 504);
	T = trans[ 0][510] = settr(509,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(509,0,424,0,0,"sub-sequence", 1, 3000, 504);
	trans[0][424]	= settr(423,2,507,390,390,"unacked[((2*c)+0)]?<x>", 1, 3000, 504);
	T = trans[0][507] = settr(506,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(506,2,425,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(506,2,463,0,0,"IF", 1, 3000, 504);
	trans[0][425]	= settr(424,2,462,391,391,"((repeats[x]<2))", 1, 3000, 504);
	T = trans[ 0][462] = settr(461,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(461,0,426,0,0,"sub-sequence", 1, 3000, 504);
	trans[0][426]	= settr(425,2,460,392,392,"unacked[((2*c)+0)]?<x>", 1, 3000, 504); /* m: 427 -> 460,0 */
	reached0[427] = 1;
	trans[0][427]	= settr(0,0,0,0,0,"repeats[x] = (repeats[x]+1)",0,0,0);
	T = trans[0][460] = settr(459,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(459,2,428,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(459,2,436,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(459,2,444,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(459,2,452,0,0,"IF", 1, 3000, 504);
	trans[0][428]	= settr(427,2,435,393,0,"((x<=2))", 1, 3000, 504);
	T = trans[ 0][435] = settr(434,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(434,0,433,0,0,"sub-sequence", 1, 3000, 504);
	T = trans[0][433] = settr(432,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(432,2,429,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(432,2,430,0,0,"IF", 1, 3000, 504);
	trans[0][429]	= settr(428,0,664,394,394,"(broken[c])", 1, 3000, 504); /* m: 508 -> 664,0 */
	reached0[508] = 1;
	trans[0][434]	= settr(433,2,508,1,0,".(goto)", 1, 3000, 504); /* m: 508 -> 0,664 */
	reached0[508] = 1;
	trans[0][430]	= settr(429,2,431,2,0,"else", 1, 3000, 504);
	trans[0][431]	= settr(430,2,432,395,0,"assert(nfull(line[((2*c)+0)]))", 1, 3000, 504);
	trans[0][432]	= settr(431,0,664,396,396,"line[((2*c)+0)]!4,x,sent_in[x]", 1, 3000, 504); /* m: 508 -> 664,0 */
	reached0[508] = 1;
	trans[0][461]	= settr(460,2,508,1,0,".(goto)", 1, 3000, 504); /* m: 508 -> 0,664 */
	reached0[508] = 1;
	trans[0][436]	= settr(435,2,443,397,0,"(((x>2)&&(x<(0+6))))", 1, 3000, 504);
	T = trans[ 0][443] = settr(442,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(442,0,441,0,0,"sub-sequence", 1, 3000, 504);
	T = trans[0][441] = settr(440,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(440,2,437,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(440,2,438,0,0,"IF", 1, 3000, 504);
	trans[0][437]	= settr(436,0,664,398,398,"(broken[c])", 1, 3000, 504); /* m: 508 -> 664,0 */
	reached0[508] = 1;
	trans[0][442]	= settr(441,2,508,1,0,".(goto)", 1, 3000, 504); /* m: 508 -> 0,664 */
	reached0[508] = 1;
	trans[0][438]	= settr(437,2,439,2,0,"else", 1, 3000, 504);
	trans[0][439]	= settr(438,2,440,399,0,"assert(nfull(line[((2*c)+0)]))", 1, 3000, 504);
	trans[0][440]	= settr(439,0,664,400,400,"line[((2*c)+0)]!3,(x-3),(c+1)", 1, 3000, 504); /* m: 508 -> 664,0 */
	reached0[508] = 1;
	trans[0][444]	= settr(443,2,451,401,0,"(((x>=(0+6))&&(x<(0+9))))", 1, 3000, 504);
	T = trans[ 0][451] = settr(450,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(450,0,449,0,0,"sub-sequence", 1, 3000, 504);
	T = trans[0][449] = settr(448,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(448,2,445,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(448,2,446,0,0,"IF", 1, 3000, 504);
	trans[0][445]	= settr(444,0,664,402,402,"(broken[c])", 1, 3000, 504); /* m: 508 -> 664,0 */
	reached0[508] = 1;
	trans[0][450]	= settr(449,2,508,1,0,".(goto)", 1, 3000, 504); /* m: 508 -> 0,664 */
	reached0[508] = 1;
	trans[0][446]	= settr(445,2,447,2,0,"else", 1, 3000, 504);
	trans[0][447]	= settr(446,2,448,403,0,"assert(nfull(line[((2*c)+0)]))", 1, 3000, 504);
	trans[0][448]	= settr(447,0,664,404,404,"line[((2*c)+0)]!8,x,(c+1)", 1, 3000, 504); /* m: 508 -> 664,0 */
	reached0[508] = 1;
	trans[0][452]	= settr(451,2,459,405,0,"((x>=(0+9)))", 1, 3000, 504);
	T = trans[ 0][459] = settr(458,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(458,0,457,0,0,"sub-sequence", 1, 3000, 504);
	T = trans[0][457] = settr(456,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(456,2,453,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(456,2,454,0,0,"IF", 1, 3000, 504);
	trans[0][453]	= settr(452,0,664,406,406,"(broken[c])", 1, 3000, 504); /* m: 508 -> 664,0 */
	reached0[508] = 1;
	trans[0][458]	= settr(457,2,508,1,0,".(goto)", 1, 3000, 504); /* m: 508 -> 0,664 */
	reached0[508] = 1;
	trans[0][454]	= settr(453,2,455,2,0,"else", 1, 3000, 504);
	trans[0][455]	= settr(454,2,456,407,0,"assert(nfull(line[((2*c)+0)]))", 1, 3000, 504);
	trans[0][456]	= settr(455,0,664,408,408,"line[((2*c)+0)]!5,x,(c+1)", 1, 3000, 504); /* m: 508 -> 664,0 */
	reached0[508] = 1;
	trans[0][508]	= settr(507,0,664,409,409,".(goto)", 1, 3000, 504); /* m: 509 -> 0,664 */
	reached0[509] = 1;
	trans[0][463]	= settr(462,2,464,2,0,"else", 1, 3000, 504);
	trans[0][464]	= settr(463,2,465,410,0,"assert(((lost+early)>2))", 1, 3000, 504);
	trans[0][465]	= settr(464,2,505,411,411,"unacked[((2*c)+0)]?x", 1, 3000, 504);
	T = trans[0][505] = settr(504,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(504,2,466,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(504,2,473,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(504,2,502,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(504,2,504,0,0,"IF", 1, 3000, 504);
	trans[0][466]	= settr(465,2,472,412,0,"((x<2))", 1, 3000, 504);
	T = trans[ 0][472] = settr(471,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(471,0,470,0,0,"sub-sequence", 1, 3000, 504);
	T = trans[0][470] = settr(469,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(469,2,467,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(469,2,469,0,0,"IF", 1, 3000, 504);
	trans[0][467]	= settr(466,0,664,413,413,"((op[x]==1))", 1, 3000, 504); /* m: 468 -> 664,0 */
	reached0[468] = 1;
	trans[0][468]	= settr(0,0,0,0,0,"op[x] = 3",0,0,0);
	trans[0][471]	= settr(470,2,508,1,0,".(goto)", 1, 3000, 504); /* m: 508 -> 0,664 */
	reached0[508] = 1;
	trans[0][469]	= settr(468,2,508,2,0,"else", 1, 3000, 504);
	trans[0][506]	= settr(505,2,508,1,0,".(goto)", 1, 3000, 504); /* m: 508 -> 0,664 */
	reached0[508] = 1;
	trans[0][473]	= settr(472,2,501,414,414,"(((x==(c+6))&&(at_d==1)))", 1, 3000, 504);
	T = trans[ 0][501] = settr(500,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(500,0,474,0,0,"sub-sequence", 1, 3000, 504);
	trans[0][474]	= settr(473,2,485,415,415,"at_d = 4", 1, 3000, 504); /* m: 475 -> 0,485 */
	reached0[475] = 1;
	trans[0][475]	= settr(0,0,0,0,0,"k = 0",0,0,0);
	trans[0][486]	= settr(485,2,485,1,0,".(goto)", 1, 3000, 504);
	T = trans[0][485] = settr(484,2,0,0,0,"DO", 1, 3000, 504);
	T = T->nxt	= settr(484,2,476,0,0,"DO", 1, 3000, 504);
	    T->nxt	= settr(484,2,483,0,0,"DO", 1, 3000, 504);
	trans[0][476]	= settr(475,2,480,416,0,"((k<2))", 1, 3000, 504);
	T = trans[0][480] = settr(479,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(479,2,477,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(479,2,479,0,0,"IF", 1, 3000, 504);
	trans[0][477]	= settr(476,2,485,417,417,"(((op[k]==0)||(op[k]==1)))", 1, 3000, 504); /* m: 478 -> 485,0 */
	reached0[478] = 1;
	trans[0][478]	= settr(0,0,0,0,0,"op[k] = 3",0,0,0);
	trans[0][481]	= settr(480,2,482,1,0,".(goto)", 1, 3000, 504); /* m: 482 -> 0,485 */
	reached0[482] = 1;
	trans[0][479]	= settr(478,2,482,2,0,"else", 1, 3000, 504);
	trans[0][482]	= settr(481,2,485,418,418,"k = (k+1)", 1, 3000, 504);
	trans[0][483]	= settr(482,2,488,2,0,"else", 1, 3000, 504);
	trans[0][484]	= settr(483,2,488,1,0,"goto :b10", 1, 3000, 504); /* m: 488 -> 0,494 */
	reached0[488] = 1;
	trans[0][487]	= settr(486,2,488,1,0,"break", 1, 3000, 504);
	trans[0][488]	= settr(487,2,494,419,419,"k = 0", 1, 3000, 504);
	T = trans[ 0][494] = settr(493,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(493,0,492,0,0,"sub-sequence", 1, 3000, 504);
	T = trans[0][492] = settr(491,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(491,2,489,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(491,2,491,0,0,"IF", 1, 3000, 504);
	trans[0][489]	= settr(488,2,490,420,0,"(unacked[((2*c)+0)]??[eval(0)])", 1, 3000, 504);
	trans[0][490]	= settr(489,2,500,421,421,"unacked[((2*c)+0)]??eval(0)", 1, 3000, 504);
	trans[0][493]	= settr(492,2,500,1,0,".(goto)", 1, 3000, 504);
	trans[0][491]	= settr(490,2,500,2,0,"else", 1, 3000, 504);
	T = trans[ 0][500] = settr(499,0,0,0,0,"sub-sequence", 1, 3000, 504);
	T->nxt	= settr(499,0,498,0,0,"sub-sequence", 1, 3000, 504);
	T = trans[0][498] = settr(497,2,0,0,0,"IF", 1, 3000, 504);
	T = T->nxt	= settr(497,2,495,0,0,"IF", 1, 3000, 504);
	    T->nxt	= settr(497,2,497,0,0,"IF", 1, 3000, 504);
	trans[0][495]	= settr(494,2,496,422,0,"(unacked[((2*c)+0)]??[eval(1)])", 1, 3000, 504);
	trans[0][496]	= settr(495,0,664,423,423,"unacked[((2*c)+0)]??eval(1)", 1, 3000, 504); /* m: 508 -> 664,0 */
	reached0[508] = 1;
	trans[0][499]	= settr(498,2,508,1,0,".(goto)", 1, 3000, 504); /* m: 508 -> 0,664 */
	reached0[508] = 1;
	trans[0][497]	= settr(496,2,508,2,0,"else", 1, 3000, 504);
	trans[0][502]	= settr(501,0,664,424,424,"(((x==(c+9))&&(at_d==3)))", 1, 3000, 504); /* m: 503 -> 664,0 */
	reached0[503] = 1;
	trans[0][503]	= settr(0,0,0,0,0,"at_d = 4",0,0,0);
	trans[0][504]	= settr(503,2,508,2,0,"else", 1, 3000, 504);
	trans[0][509]	= settr(0,0,0,0,0,"x = 0",0,0,0);
	T = trans[ 0][601] = settr(600,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(600,2,512,0,0,"ATOMIC", 1, 504, 0);
	trans[0][512]	= settr(511,2,600,425,425,"((((c!=255)&&(early<1))&&nempty(unacked[((2*c)+0)])))", 1, 504, 0); /* m: 513 -> 600,0 */
	reached0[513] = 1;
	trans[0][513]	= settr(0,0,0,0,0,"early = (early+1)",0,0,0);
	T = trans[ 0][600] = settr(599,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(599,0,514,0,0,"sub-sequence", 1, 504, 0);
	trans[0][514]	= settr(513,2,597,426,426,"unacked[((2*c)+0)]?<x>", 1, 504, 0);
	T = trans[0][597] = settr(596,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(596,2,515,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(596,2,553,0,0,"IF", 1, 504, 0);
	trans[0][515]	= settr(514,2,552,427,427,"((repeats[x]<2))", 1, 504, 0);
	T = trans[ 0][552] = settr(551,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(551,0,516,0,0,"sub-sequence", 1, 504, 0);
	trans[0][516]	= settr(515,2,550,428,428,"unacked[((2*c)+0)]?<x>", 1, 504, 0); /* m: 517 -> 550,0 */
	reached0[517] = 1;
	trans[0][517]	= settr(0,0,0,0,0,"repeats[x] = (repeats[x]+1)",0,0,0);
	T = trans[0][550] = settr(549,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(549,2,518,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(549,2,526,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(549,2,534,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(549,2,542,0,0,"IF", 1, 504, 0);
	trans[0][518]	= settr(517,2,525,429,0,"((x<=2))", 1, 504, 0);
	T = trans[ 0][525] = settr(524,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(524,0,523,0,0,"sub-sequence", 1, 504, 0);
	T = trans[0][523] = settr(522,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(522,2,519,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(522,2,520,0,0,"IF", 1, 504, 0);
	trans[0][519]	= settr(518,0,664,430,430,"(broken[c])", 1, 504, 0); /* m: 598 -> 664,0 */
	reached0[598] = 1;
	trans[0][524]	= settr(523,2,598,1,0,".(goto)", 1, 504, 0); /* m: 598 -> 0,664 */
	reached0[598] = 1;
	trans[0][520]	= settr(519,2,521,2,0,"else", 1, 504, 0);
	trans[0][521]	= settr(520,2,522,431,0,"assert(nfull(line[((2*c)+0)]))", 1, 504, 0);
	trans[0][522]	= settr(521,0,664,432,432,"line[((2*c)+0)]!4,x,sent_in[x]", 1, 504, 0); /* m: 598 -> 664,0 */
	reached0[598] = 1;
	trans[0][551]	= settr(550,2,598,1,0,".(goto)", 1, 504, 0); /* m: 598 -> 0,664 */
	reached0[598] = 1;
	trans[0][526]	= settr(525,2,533,433,0,"(((x>2)&&(x<(0+6))))", 1, 504, 0);
	T = trans[ 0][533] = settr(532,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(532,0,531,0,0,"sub-sequence", 1, 504, 0);
	T = trans[0][531] = settr(530,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(530,2,527,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(530,2,528,0,0,"IF", 1, 504, 0);
	trans[0][527]	= settr(526,0,664,434,434,"(broken[c])", 1, 504, 0); /* m: 598 -> 664,0 */
	reached0[598] = 1;
	trans[0][532]	= settr(531,2,598,1,0,".(goto)", 1, 504, 0); /* m: 598 -> 0,664 */
	reached0[598] = 1;
	trans[0][528]	= settr(527,2,529,2,0,"else", 1, 504, 0);
	trans[0][529]	= settr(528,2,530,435,0,"assert(nfull(line[((2*c)+0)]))", 1, 504, 0);
	trans[0][530]	= settr(529,0,664,436,436,"line[((2*c)+0)]!3,(x-3),(c+1)", 1, 504, 0); /* m: 598 -> 664,0 */
	reached0[598] = 1;
	trans[0][534]	= settr(533,2,541,437,0,"(((x>=(0+6))&&(x<(0+9))))", 1, 504, 0);
	T = trans[ 0][541] = settr(540,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(540,0,539,0,0,"sub-sequence", 1, 504, 0);
	T = trans[0][539] = settr(538,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(538,2,535,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(538,2,536,0,0,"IF", 1, 504, 0);
	trans[0][535]	= settr(534,0,664,438,438,"(broken[c])", 1, 504, 0); /* m: 598 -> 664,0 */
	reached0[598] = 1;
	trans[0][540]	= settr(539,2,598,1,0,".(goto)", 1, 504, 0); /* m: 598 -> 0,664 */
	reached0[598] = 1;
	trans[0][536]	= settr(535,2,537,2,0,"else", 1, 504, 0);
	trans[0][537]	= settr(536,2,538,439,0,"assert(nfull(line[((2*c)+0)]))", 1, 504, 0);
	trans[0][538]	= settr(537,0,664,440,440,"line[((2*c)+0)]!8,x,(c+1)", 1, 504, 0); /* m: 598 -> 664,0 */
	reached0[598] = 1;
	trans[0][542]	= settr(541,2,549,441,0,"((x>=(0+9)))", 1, 504, 0);
	T = trans[ 0][549] = settr(548,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(548,0,547,0,0,"sub-sequence", 1, 504, 0);
	T = trans[0][547] = settr(546,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(546,2,543,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(546,2,544,0,0,"IF", 1, 504, 0);
	trans[0][543]	= settr(542,0,664,442,442,"(broken[c])", 1, 504, 0); /* m: 598 -> 664,0 */
	reached0[598] = 1;
	trans[0][548]	= settr(547,2,598,1,0,".(goto)", 1, 504, 0); /* m: 598 -> 0,664 */
	reached0[598] = 1;
	trans[0][544]	= settr(543,2,545,2,0,"else", 1, 504, 0);
	trans[0][545]	= settr(544,2,546,443,0,"assert(nfull(line[((2*c)+0)]))", 1, 504, 0);
	trans[0][546]	= settr(545,0,664,444,444,"line[((2*c)+0)]!5,x,(c+1)", 1, 504, 0); /* m: 598 -> 664,0 */
	reached0[598] = 1;
	trans[0][598]	= settr(597,0,664,445,445,".(goto)", 1, 504, 0); /* m: 599 -> 0,664 */
	reached0[599] = 1;
	trans[0][553]	= settr(552,2,554,2,0,"else", 1, 504, 0);
	trans[0][554]	= settr(553,2,555,446,0,"assert(((lost+early)>2))", 1, 504, 0);
	trans[0][555]	= settr(554,2,595,447,447,"unacked[((2*c)+0)]?x", 1, 504, 0);
	T = trans[0][595] = settr(594,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(594,2,556,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(594,2,563,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(594,2,592,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(594,2,594,0,0,"IF", 1, 504, 0);
	trans[0][556]	= settr(555,2,562,448,0,"((x<2))", 1, 504, 0);
	T = trans[ 0][562] = settr(561,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(561,0,560,0,0,"sub-sequence", 1, 504, 0);
	T = trans[0][560] = settr(559,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(559,2,557,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(559,2,559,0,0,"IF", 1, 504, 0);
	trans[0][557]	= settr(556,0,664,449,449,"((op[x]==1))", 1, 504, 0); /* m: 558 -> 664,0 */
	reached0[558] = 1;
	trans[0][558]	= settr(0,0,0,0,0,"op[x] = 3",0,0,0);
	trans[0][561]	= settr(560,2,598,1,0,".(goto)", 1, 504, 0); /* m: 598 -> 0,664 */
	reached0[598] = 1;
	trans[0][559]	= settr(558,2,598,2,0,"else", 1, 504, 0);
	trans[0][596]	= settr(595,2,598,1,0,".(goto)", 1, 504, 0); /* m: 598 -> 0,664 */
	reached0[598] = 1;
	trans[0][563]	= settr(562,2,591,450,450,"(((x==(c+6))&&(at_d==1)))", 1, 504, 0);
	T = trans[ 0][591] = settr(590,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(590,0,564,0,0,"sub-sequence", 1, 504, 0);
	trans[0][564]	= settr(563,2,575,451,451,"at_d = 4", 1, 504, 0); /* m: 565 -> 0,575 */
	reached0[565] = 1;
	trans[0][565]	= settr(0,0,0,0,0,"k = 0",0,0,0);
	trans[0][576]	= settr(575,2,575,1,0,".(goto)", 1, 504, 0);
	T = trans[0][575] = settr(574,2,0,0,0,"DO", 1, 504, 0);
	T = T->nxt	= settr(574,2,566,0,0,"DO", 1, 504, 0);
	    T->nxt	= settr(574,2,573,0,0,"DO", 1, 504, 0);
	trans[0][566]	= settr(565,2,570,452,0,"((k<2))", 1, 504, 0);
	T = trans[0][570] = settr(569,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(569,2,567,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(569,2,569,0,0,"IF", 1, 504, 0);
	trans[0][567]	= settr(566,2,575,453,453,"(((op[k]==0)||(op[k]==1)))", 1, 504, 0); /* m: 568 -> 575,0 */
	reached0[568] = 1;
	trans[0][568]	= settr(0,0,0,0,0,"op[k] = 3",0,0,0);
	trans[0][571]	= settr(570,2,572,1,0,".(goto)", 1, 504, 0); /* m: 572 -> 0,575 */
	reached0[572] = 1;
	trans[0][569]	= settr(568,2,572,2,0,"else", 1, 504, 0);
	trans[0][572]	= settr(571,2,575,454,454,"k = (k+1)", 1, 504, 0);
	trans[0][573]	= settr(572,2,578,2,0,"else", 1, 504, 0);
	trans[0][574]	= settr(573,2,578,1,0,"goto :b11", 1, 504, 0); /* m: 578 -> 0,584 */
	reached0[578] = 1;
	trans[0][577]	= settr(576,2,578,1,0,"break", 1, 504, 0);
	trans[0][578]	= settr(577,2,584,455,455,"k = 0", 1, 504, 0);
	T = trans[ 0][584] = settr(583,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(583,0,582,0,0,"sub-sequence", 1, 504, 0);
	T = trans[0][582] = settr(581,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(581,2,579,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(581,2,581,0,0,"IF", 1, 504, 0);
	trans[0][579]	= settr(578,2,580,456,0,"(unacked[((2*c)+0)]??[eval(0)])", 1, 504, 0);
	trans[0][580]	= settr(579,2,590,457,457,"unacked[((2*c)+0)]??eval(0)", 1, 504, 0);
	trans[0][583]	= settr(582,2,590,1,0,".(goto)", 1, 504, 0);
	trans[0][581]	= settr(580,2,590,2,0,"else", 1, 504, 0);
	T = trans[ 0][590] = settr(589,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(589,0,588,0,0,"sub-sequence", 1, 504, 0);
	T = trans[0][588] = settr(587,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(587,2,585,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(587,2,587,0,0,"IF", 1, 504, 0);
	trans[0][585]	= settr(584,2,586,458,0,"(unacked[((2*c)+0)]??[eval(1)])", 1, 504, 0);
	trans[0][586]	= settr(585,0,664,459,459,"unacked[((2*c)+0)]??eval(1)", 1, 504, 0); /* m: 598 -> 664,0 */
	reached0[598] = 1;
	trans[0][589]	= settr(588,2,598,1,0,".(goto)", 1, 504, 0); /* m: 598 -> 0,664 */
	reached0[598] = 1;
	trans[0][587]	= settr(586,2,598,2,0,"else", 1, 504, 0);
	trans[0][592]	= settr(591,0,664,460,460,"(((x==(c+9))&&(at_d==3)))", 1, 504, 0); /* m: 593 -> 664,0 */
	reached0[593] = 1;
	trans[0][593]	= settr(0,0,0,0,0,"at_d = 4",0,0,0);
	trans[0][594]	= settr(593,2,598,2,0,"else", 1, 504, 0);
	trans[0][599]	= settr(0,0,0,0,0,"x = 0",0,0,0);
	T = trans[ 0][605] = settr(604,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(604,2,602,0,0,"ATOMIC", 1, 3000, 0);
	trans[0][602]	= settr(601,0,664,461,461,"((((timeout&&((((((len(unacked[0])+len(unacked[1]))+len(unacked[2]))+len(unacked[3]))+len(unacked[4]))+len(unacked[5]))==0))&&(c!=255))&&!(ready)))", 1, 3000, 0); /* m: 603 -> 664,0 */
	reached0[603] = 1;
	trans[0][603]	= settr(0,0,0,0,0,"assert((lost>0))",0,0,0);
	trans[0][604]	= settr(0,0,0,0,0,"broken[c] = 1",0,0,0);
	T = trans[ 0][648] = settr(647,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(647,2,606,0,0,"ATOMIC", 1, 3000, 0);
	trans[0][606]	= settr(605,2,635,462,462,"((((timeout&&((((((len(unacked[0])+len(unacked[1]))+len(unacked[2]))+len(unacked[3]))+len(unacked[4]))+len(unacked[5]))==0))&&(c!=255))&&(at_d==1)))", 1, 3000, 0); /* m: 607 -> 635,0 */
	reached0[607] = 1;
	trans[0][607]	= settr(0,0,0,0,0,"assert(lost_accept)",0,0,0);
	T = trans[ 0][635] = settr(634,0,0,0,0,"sub-sequence", 1, 3000, 0);
	T->nxt	= settr(634,0,608,0,0,"sub-sequence", 1, 3000, 0);
	trans[0][608]	= settr(607,2,619,463,463,"at_d = 4", 1, 3000, 0); /* m: 609 -> 0,619 */
	reached0[609] = 1;
	trans[0][609]	= settr(0,0,0,0,0,"k = 0",0,0,0);
	trans[0][620]	= settr(619,2,619,1,0,".(goto)", 1, 3000, 0);
	T = trans[0][619] = settr(618,2,0,0,0,"DO", 1, 3000, 0);
	T = T->nxt	= settr(618,2,610,0,0,"DO", 1, 3000, 0);
	    T->nxt	= settr(618,2,617,0,0,"DO", 1, 3000, 0);
	trans[0][610]	= settr(609,2,614,464,0,"((k<2))", 1, 3000, 0);
	T = trans[0][614] = settr(613,2,0,0,0,"IF", 1, 3000, 0);
	T = T->nxt	= settr(613,2,611,0,0,"IF", 1, 3000, 0);
	    T->nxt	= settr(613,2,613,0,0,"IF", 1, 3000, 0);
	trans[0][611]	= settr(610,2,619,465,465,"(((op[k]==0)||(op[k]==1)))", 1, 3000, 0); /* m: 612 -> 619,0 */
	reached0[612] = 1;
	trans[0][612]	= settr(0,0,0,0,0,"op[k] = 3",0,0,0);
	trans[0][615]	= settr(614,2,616,1,0,".(goto)", 1, 3000, 0); /* m: 616 -> 0,619 */
	reached0[616] = 1;
	trans[0][613]	= settr(612,2,616,2,0,"else", 1, 3000, 0);
	trans[0][616]	= settr(615,2,619,466,466,"k = (k+1)", 1, 3000, 0);
	trans[0][617]	= settr(616,2,622,2,0,"else", 1, 3000, 0);
	trans[0][618]	= settr(617,2,622,1,0,"goto :b12", 1, 3000, 0); /* m: 622 -> 0,628 */
	reached0[622] = 1;
	trans[0][621]	= settr(620,2,622,1,0,"break", 1, 3000, 0);
	trans[0][622]	= settr(621,2,628,467,467,"k = 0", 1, 3000, 0);
	T = trans[ 0][628] = settr(627,0,0,0,0,"sub-sequence", 1, 3000, 0);
	T->nxt	= settr(627,0,626,0,0,"sub-sequence", 1, 3000, 0);
	T = trans[0][626] = settr(625,2,0,0,0,"IF", 1, 3000, 0);
	T = T->nxt	= settr(625,2,623,0,0,"IF", 1, 3000, 0);
	    T->nxt	= settr(625,2,625,0,0,"IF", 1, 3000, 0);
	trans[0][623]	= settr(622,2,624,468,0,"(unacked[((2*c)+0)]??[eval(0)])", 1, 3000, 0);
	trans[0][624]	= settr(623,2,634,469,469,"unacked[((2*c)+0)]??eval(0)", 1, 3000, 0);
	trans[0][627]	= settr(626,2,634,1,0,".(goto)", 1, 3000, 0);
	trans[0][625]	= settr(624,2,634,2,0,"else", 1, 3000, 0);
	T = trans[ 0][634] = settr(633,0,0,0,0,"sub-sequence", 1, 3000, 0);
	T->nxt	= settr(633,0,632,0,0,"sub-sequence", 1, 3000, 0);
	T = trans[0][632] = settr(631,2,0,0,0,"IF", 1, 3000, 0);
	T = T->nxt	= settr(631,2,629,0,0,"IF", 1, 3000, 0);
	    T->nxt	= settr(631,2,631,0,0,"IF", 1, 3000, 0);
	trans[0][629]	= settr(628,2,630,470,0,"(unacked[((2*c)+0)]??[eval(1)])", 1, 3000, 0);
	trans[0][630]	= settr(629,2,647,471,471,"unacked[((2*c)+0)]??eval(1)", 1, 3000, 0); /* m: 636 -> 647,0 */
	reached0[636] = 1;
	trans[0][633]	= settr(632,2,636,1,0,".(goto)", 1, 3000, 0); /* m: 636 -> 0,647 */
	reached0[636] = 1;
	trans[0][631]	= settr(630,2,636,2,0,"else", 1, 3000, 0);
	trans[0][636]	= settr(635,2,647,472,472,"at_d = 3", 1, 3000, 0);
	T = trans[ 0][647] = settr(646,0,0,0,0,"sub-sequence", 1, 3000, 0);
	T->nxt	= settr(646,0,643,0,0,"sub-sequence", 1, 3000, 0);
	T = trans[ 0][643] = settr(642,0,0,0,0,"sub-sequence", 1, 3000, 0);
	T->nxt	= settr(642,0,641,0,0,"sub-sequence", 1, 3000, 0);
	T = trans[0][641] = settr(640,2,0,0,0,"IF", 1, 3000, 0);
	T = T->nxt	= settr(640,2,637,0,0,"IF", 1, 3000, 0);
	    T->nxt	= settr(640,2,638,0,0,"IF", 1, 3000, 0);
	trans[0][637]	= settr(636,2,646,473,473,"(broken[c])", 1, 3000, 0); /* m: 644 -> 646,0 */
	reached0[644] = 1;
	trans[0][642]	= settr(641,2,644,1,0,".(goto)", 1, 3000, 0); /* m: 644 -> 0,646 */
	reached0[644] = 1;
	trans[0][638]	= settr(637,2,639,2,0,"else", 1, 3000, 0);
	trans[0][639]	= settr(638,2,640,474,0,"assert(nfull(line[((2*c)+0)]))", 1, 3000, 0);
	trans[0][640]	= settr(639,2,646,475,475,"line[((2*c)+0)]!5,(c+9),(c+1)", 1, 3000, 0); /* m: 644 -> 646,0 */
	reached0[644] = 1;
	trans[0][644]	= settr(643,2,646,476,476,"repeats[(c+9)] = 0", 1, 3000, 0); /* m: 645 -> 0,646 */
	reached0[645] = 1;
	trans[0][645]	= settr(0,0,0,0,0,"assert(nfull(unacked[((2*c)+0)]))",0,0,0);
	trans[0][646]	= settr(645,0,664,477,477,"unacked[((2*c)+0)]!(c+9)", 1, 3000, 0);
	T = trans[ 0][663] = settr(662,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(662,2,649,0,0,"ATOMIC", 1, 3000, 0);
	trans[0][649]	= settr(648,2,656,478,478,"((((timeout&&((((((len(unacked[0])+len(unacked[1]))+len(unacked[2]))+len(unacked[3]))+len(unacked[4]))+len(unacked[5]))==0))&&(c!=255))&&((op[0]==1)||(op[1]==1))))", 1, 3000, 0); /* m: 650 -> 656,0 */
	reached0[650] = 1;
	trans[0][650]	= settr(0,0,0,0,0,"assert(((((lost+early)>2)||lost_end)||(lost_answer&&!(0))))",0,0,0);
	T = trans[ 0][656] = settr(655,0,0,0,0,"sub-sequence", 1, 3000, 0);
	T->nxt	= settr(655,0,654,0,0,"sub-sequence", 1, 3000, 0);
	T = trans[0][654] = settr(653,2,0,0,0,"IF", 1, 3000, 0);
	T = T->nxt	= settr(653,2,651,0,0,"IF", 1, 3000, 0);
	    T->nxt	= settr(653,2,653,0,0,"IF", 1, 3000, 0);
	trans[0][651]	= settr(650,2,662,479,479,"((op[0]==1))", 1, 3000, 0); /* m: 652 -> 662,0 */
	reached0[652] = 1;
	trans[0][652]	= settr(0,0,0,0,0,"op[0] = 3",0,0,0);
	trans[0][655]	= settr(654,2,662,1,0,".(goto)", 1, 3000, 0);
	trans[0][653]	= settr(652,2,662,2,0,"else", 1, 3000, 0);
	T = trans[ 0][662] = settr(661,0,0,0,0,"sub-sequence", 1, 3000, 0);
	T->nxt	= settr(661,0,660,0,0,"sub-sequence", 1, 3000, 0);
	T = trans[0][660] = settr(659,2,0,0,0,"IF", 1, 3000, 0);
	T = T->nxt	= settr(659,2,657,0,0,"IF", 1, 3000, 0);
	    T->nxt	= settr(659,2,659,0,0,"IF", 1, 3000, 0);
	trans[0][657]	= settr(656,0,664,480,480,"((op[1]==1))", 1, 3000, 0); /* m: 658 -> 664,0 */
	reached0[658] = 1;
	trans[0][658]	= settr(0,0,0,0,0,"op[1] = 3",0,0,0);
	trans[0][661]	= settr(660,0,664,481,481,".(goto)", 1, 3000, 0);
	trans[0][659]	= settr(658,2,661,2,0,"else", 1, 3000, 0);
	trans[0][666]	= settr(665,0,667,1,0,"break", 0, 2, 0);
	trans[0][667]	= settr(666,0,0,482,482,"-end-", 0, 3500, 0);
	/* np_ demon: */
	trans[_NP_] = (Trans **) emalloc(3*sizeof(Trans *));
	T = trans[_NP_][0] = settr(9997,0,1,_T5,0,"(np_)", 1,2,0);
	    T->nxt	  = settr(9998,0,0,_T2,0,"(1)",   0,2,0);
	T = trans[_NP_][1] = settr(9999,0,1,_T5,0,"(np_)", 1,2,0);
}

Trans *
settr(	int t_id, int a, int b, int c, int d,
	char *t, int g, int tpe0, int tpe1)
{	Trans *tmp = (Trans *) emalloc(sizeof(Trans));

	tmp->atom  = a&(6|32);	/* only (2|8|32) have meaning */
	if (!g) tmp->atom |= 8;	/* no global references */
	tmp->st    = b;
	tmp->tpe[0] = tpe0;
	tmp->tpe[1] = tpe1;
	tmp->tp    = t;
	tmp->t_id  = t_id;
	tmp->forw  = c;
	tmp->back  = d;
	return tmp;
}

Trans *
cpytr(Trans *a)
{	Trans *tmp = (Trans *) emalloc(sizeof(Trans));

	int i;
	tmp->atom  = a->atom;
	tmp->st    = a->st;
#ifdef HAS_UNLESS
	tmp->e_trans = a->e_trans;
	for (i = 0; i < HAS_UNLESS; i++)
		tmp->escp[i] = a->escp[i];
#endif
	tmp->tpe[0] = a->tpe[0];
	tmp->tpe[1] = a->tpe[1];
	for (i = 0; i < 6; i++)
	{	tmp->qu[i] = a->qu[i];
		tmp->ty[i] = a->ty[i];
	}
	tmp->tp    = (char *) emalloc(strlen(a->tp)+1);
	strcpy(tmp->tp, a->tp);
	tmp->t_id  = a->t_id;
	tmp->forw  = a->forw;
	tmp->back  = a->back;
	return tmp;
}

#ifndef NOREDUCE
int
srinc_set(int n)
{	if (n <= 2) return LOCAL;
	if (n <= 2+  DELTA) return Q_FULL_F; /* 's' or nfull  */
	if (n <= 2+2*DELTA) return Q_EMPT_F; /* 'r' or nempty */
	if (n <= 2+3*DELTA) return Q_EMPT_T; /* empty */
	if (n <= 2+4*DELTA) return Q_FULL_T; /* full  */
	if (n ==   5*DELTA) return GLOBAL;
	if (n ==   6*DELTA) return TIMEOUT_F;
	if (n ==   7*DELTA) return ALPHA_F;
	Uerror("cannot happen srinc_class");
	return BAD;
}
int
srunc(int n, int m)
{	switch(m) {
	case Q_FULL_F: return n-2;
	case Q_EMPT_F: return n-2-DELTA;
	case Q_EMPT_T: return n-2-2*DELTA;
	case Q_FULL_T: return n-2-3*DELTA;
	case ALPHA_F:
	case TIMEOUT_F: return 257; /* non-zero, and > MAXQ */
	}
	Uerror("cannot happen srunc");
	return 0;
}
#endif
int cnt;
#ifdef HAS_UNLESS
int
isthere(Trans *a, int b)
{	Trans *t;
	for (t = a; t; t = t->nxt)
		if (t->t_id == b)
			return 1;
	return 0;
}
#endif
#ifndef NOREDUCE
int
mark_safety(Trans *t) /* for conditional safety */
{	int g = 0, i, j, k;

	if (!t) return 0;
	if (t->qu[0])
		return (t->qu[1])?2:1;	/* marked */

	for (i = 0; i < 2; i++)
	{	j = srinc_set(t->tpe[i]);
		if (j >= GLOBAL && j != ALPHA_F)
			return -1;
		if (j != LOCAL)
		{	k = srunc(t->tpe[i], j);
			if (g == 0
			||  t->qu[0] != k
			||  t->ty[0] != j)
			{	t->qu[g] = k;
				t->ty[g] = j;
				g++;
	}	}	}
	return g;
}
#endif
void
retrans(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
	/* process n, with m states, is=initial state */
{	Trans *T0, *T1, *T2, *T3;
	Trans *T4, *T5; /* t_reverse or has_unless */
	int i;
#if defined(HAS_UNLESS) || !defined(NOREDUCE)
	int k;
#endif
#ifndef NOREDUCE
	int g, h, j, aa;
#endif
#ifdef HAS_UNLESS
	int p;
#endif
	if (state_tables >= 4)
	{	printf("STEP 1 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
	do {
		for (i = 1, cnt = 0; i < m; i++)
		{	T2 = trans[n][i];
			T1 = T2?T2->nxt:(Trans *)0;
/* prescan: */		for (T0 = T1; T0; T0 = T0->nxt)
/* choice in choice */	{	if (T0->st && trans[n][T0->st]
				&&  trans[n][T0->st]->nxt)
					break;
			}
#if 0
		if (T0)
		printf("\tstate %d / %d: choice in choice\n",
		i, T0->st);
#endif
			if (T0)
			for (T0 = T1; T0; T0 = T0->nxt)
			{	T3 = trans[n][T0->st];
				if (!T3->nxt)
				{	T2->nxt = cpytr(T0);
					T2 = T2->nxt;
					imed(T2, T0->st, n, i);
					continue;
				}
				do {	T3 = T3->nxt;
					T2->nxt = cpytr(T3);
					T2 = T2->nxt;
					imed(T2, T0->st, n, i);
				} while (T3->nxt);
				cnt++;
			}
		}
	} while (cnt);
	if (state_tables >= 3)
	{	printf("STEP 2 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
	for (i = 1; i < m; i++)
	{	if (trans[n][i] && trans[n][i]->nxt) /* optimize */
		{	T1 = trans[n][i]->nxt;
#if 0
			printf("\t\tpull %d (%d) to %d\n",
			T1->st, T1->forw, i);
#endif
			srcln[i] = srcln[T1->st];	/* Oyvind Teig, 5.2.0 */

			if (!trans[n][T1->st]) continue;
			T0 = cpytr(trans[n][T1->st]);
			trans[n][i] = T0;
			reach[T1->st] = 1;
			imed(T0, T1->st, n, i);
			for (T1 = T1->nxt; T1; T1 = T1->nxt)
			{
#if 0
			printf("\t\tpull %d (%d) to %d\n",
				T1->st, T1->forw, i);
#endif
		/*		srcln[i] = srcln[T1->st];  gh: not useful */
				if (!trans[n][T1->st]) continue;
				T0->nxt = cpytr(trans[n][T1->st]);
				T0 = T0->nxt;
				reach[T1->st] = 1;
				imed(T0, T1->st, n, i);
	}	}	}
	if (state_tables >= 2)
	{	printf("STEP 3 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
#ifdef HAS_UNLESS
	for (i = 1; i < m; i++)
	{	if (!trans[n][i]) continue;
		/* check for each state i if an
		 * escape to some state p is defined
		 * if so, copy and mark p's transitions
		 * and prepend them to the transition-
		 * list of state i
		 */
	 if (!like_java) /* the default */
	 {	for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		for (k = HAS_UNLESS-1; k >= 0; k--)
		{	if (p = T0->escp[k])
			for (T1 = trans[n][p]; T1; T1 = T1->nxt)
			{	if (isthere(trans[n][i], T1->t_id))
					continue;
				T2 = cpytr(T1);
				T2->e_trans = p;
				T2->nxt = trans[n][i];
				trans[n][i] = T2;
		}	}
	 } else /* outermost unless checked first */
	 {	T4 = T3 = (Trans *) 0;
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		for (k = HAS_UNLESS-1; k >= 0; k--)
		{	if (p = T0->escp[k])
			for (T1 = trans[n][p]; T1; T1 = T1->nxt)
			{	if (isthere(trans[n][i], T1->t_id))
					continue;
				T2 = cpytr(T1);
				T2->nxt = (Trans *) 0;
				T2->e_trans = p;
				if (T3)	T3->nxt = T2;
				else	T4 = T2;
				T3 = T2;
		}	}
		if (T4)
		{	T3->nxt = trans[n][i];
			trans[n][i] = T4;
		}
	 }
	}
#endif
#ifndef NOREDUCE
	for (i = 1; i < m; i++)
	{	if (a_cycles)
		{ /* moves through these states are visible */
	#if PROG_LAB>0 && defined(HAS_NP)
			if (progstate[n][i])
				goto degrade;
			for (T1 = trans[n][i]; T1; T1 = T1->nxt)
				if (progstate[n][T1->st])
					goto degrade;
	#endif
			if (accpstate[n][i] || visstate[n][i])
				goto degrade;
			for (T1 = trans[n][i]; T1; T1 = T1->nxt)
				if (accpstate[n][T1->st])
					goto degrade;
		}
		T1 = trans[n][i];
		if (!T1) continue;
		g = mark_safety(T1);	/* V3.3.1 */
		if (g < 0) goto degrade; /* global */
		/* check if mixing of guards preserves reduction */
		if (T1->nxt)
		{	k = 0;
			for (T0 = T1; T0; T0 = T0->nxt)
			{	if (!(T0->atom&8))
					goto degrade;
				for (aa = 0; aa < 2; aa++)
				{	j = srinc_set(T0->tpe[aa]);
					if (j >= GLOBAL && j != ALPHA_F)
						goto degrade;
					if (T0->tpe[aa]
					&&  T0->tpe[aa]
					!=  T1->tpe[0])
						k = 1;
			}	}
			/* g = 0;	V3.3.1 */
			if (k)	/* non-uniform selection */
			for (T0 = T1; T0; T0 = T0->nxt)
			for (aa = 0; aa < 2; aa++)
			{	j = srinc_set(T0->tpe[aa]);
				if (j != LOCAL)
				{	k = srunc(T0->tpe[aa], j);
					for (h = 0; h < 6; h++)
						if (T1->qu[h] == k
						&&  T1->ty[h] == j)
							break;
					if (h >= 6)
					{	T1->qu[g%6] = k;
						T1->ty[g%6] = j;
						g++;
			}	}	}
			if (g > 6)
			{	T1->qu[0] = 0;	/* turn it off */
				printf("pan: warning, line %d, ",
					srcln[i]);
			 	printf("too many stmnt types (%d)",
					g);
			  	printf(" in selection\n");
			  goto degrade;
			}
		}
		/* mark all options global if >=1 is global */
		for (T1 = trans[n][i]; T1; T1 = T1->nxt)
			if (!(T1->atom&8)) break;
		if (T1)
degrade:	for (T1 = trans[n][i]; T1; T1 = T1->nxt)
			T1->atom &= ~8;	/* mark as unsafe */
		/* can only mix 'r's or 's's if on same chan */
		/* and not mixed with other local operations */
		T1 = trans[n][i];
		if (!T1 || T1->qu[0]) continue;
		j = T1->tpe[0];
		if (T1->nxt && T1->atom&8)
		{ if (j == 5*DELTA)
		  {	printf("warning: line %d ", srcln[i]);
			printf("mixed condition ");
			printf("(defeats reduction)\n");
			goto degrade;
		  }
		  for (T0 = T1; T0; T0 = T0->nxt)
		  for (aa = 0; aa < 2; aa++)
		  if  (T0->tpe[aa] && T0->tpe[aa] != j)
		  {	printf("warning: line %d ", srcln[i]);
			printf("[%d-%d] mixed %stion ",
				T0->tpe[aa], j, 
				(j==5*DELTA)?"condi":"selec");
			printf("(defeats reduction)\n");
			printf("	'%s' <-> '%s'\n",
				T1->tp, T0->tp);
			goto degrade;
		} }
	}
#endif
	for (i = 1; i < m; i++)
	{	T2 = trans[n][i];
		if (!T2
		||  T2->nxt
		||  strncmp(T2->tp, ".(goto)", 7)
		||  !stopstate[n][i])
			continue;
		stopstate[n][T2->st] = 1;
	}
	if (state_tables && !verbose)
	{	if (dodot)
		{	char buf[256], *q = buf, *p = procname[n];
			while (*p != '\0')
			{	if (*p != ':')
				{	*q++ = *p;
				}
				p++;
			}
			*q = '\0';
			printf("digraph ");
			switch (Btypes[n]) {
			case I_PROC:  printf("init {\n"); break;
			case N_CLAIM: printf("claim_%s {\n", buf); break;
			case E_TRACE: printf("notrace {\n"); break;
			case N_TRACE: printf("trace {\n"); break;
			default:      printf("p_%s {\n", buf); break;
			}
			printf("size=\"8,10\";\n");
			printf("  GT [shape=box,style=dotted,label=\"%s\"];\n", buf);
			printf("  GT -> S%d;\n", is);
		} else
		{	switch (Btypes[n]) {
			case I_PROC:  printf("init\n"); break;
			case N_CLAIM: printf("claim %s\n", procname[n]); break;
			case E_TRACE: printf("notrace assertion\n"); break;
			case N_TRACE: printf("trace assertion\n"); break;
			default:      printf("proctype %s\n", procname[n]); break;
		}	}
		for (i = 1; i < m; i++)
		{	reach[i] = 1;
		}
		tagtable(n, m, is, srcln, reach);
		if (dodot) printf("}\n");
	} else
	for (i = 1; i < m; i++)
	{	int nrelse;
		if (Btypes[n] != N_CLAIM)
		{	for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			{	if (T0->st == i
				&& strcmp(T0->tp, "(1)") == 0)
				{	printf("error: proctype '%s' ",
						procname[n]);
		  			printf("line %d, state %d: has un",
						srcln[i], i);
					printf("conditional self-loop\n");
					pan_exit(1);
		}	}	}
		nrelse = 0;
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		{	if (strcmp(T0->tp, "else") == 0)
				nrelse++;
		}
		if (nrelse > 1)
		{	printf("error: proctype '%s' state",
				procname[n]);
		  	printf(" %d, inherits %d", i, nrelse);
		  	printf(" 'else' stmnts\n");
			pan_exit(1);
	}	}
#if !defined(LOOPSTATE) && !defined(BFS_PAR)
	if (state_tables)
#endif
	do_dfs(n, m, is, srcln, reach, lpstate);

	if (!t_reverse)
	{	return;
	}
	/* process n, with m states, is=initial state -- reverse list */
	if (!state_tables && Btypes[n] != N_CLAIM)
	{	for (i = 1; i < m; i++)
		{	Trans *Tx = (Trans *) 0; /* list of escapes */
			Trans *Ty = (Trans *) 0; /* its tail element */
			T1 = (Trans *) 0; /* reversed list */
			T2 = (Trans *) 0; /* its tail */
			T3 = (Trans *) 0; /* remembers possible 'else' */

			/* find unless-escapes, they should go first */
			T4 = T5 = T0 = trans[n][i];
	#ifdef HAS_UNLESS
			while (T4 && T4->e_trans) /* escapes are first in orig list */
			{	T5 = T4;	  /* remember predecessor */
				T4 = T4->nxt;
			}
	#endif
			/* T4 points to first non-escape, T5 to its parent, T0 to original list */
			if (T4 != T0)		 /* there was at least one escape */
			{	T3 = T5->nxt;		 /* start of non-escapes */
				T5->nxt = (Trans *) 0;	 /* separate */
				Tx = T0;		 /* start of the escapes */
				Ty = T5;		 /* its tail */
				T0 = T3;		 /* the rest, to be reversed */
			}
			/* T0 points to first non-escape, Tx to the list of escapes, Ty to its tail */

			/* first tail-add non-escape transitions, reversed */
			T3 = (Trans *) 0;
			for (T5 = T0; T5; T5 = T4)
			{	T4 = T5->nxt;
	#ifdef HAS_UNLESS
				if (T5->e_trans)
				{	printf("error: cannot happen!\n");
					continue;
				}
	#endif
				if (strcmp(T5->tp, "else") == 0)
				{	T3 = T5;
					T5->nxt = (Trans *) 0;
				} else
				{	T5->nxt = T1;
					if (!T1) { T2 = T5; }
					T1 = T5;
			}	}
			/* T3 points to a possible else, which is removed from the list */
			/* T1 points to the reversed list so far (without escapes) */
			/* T2 points to the tail element -- where the else should go */
			if (T2 && T3)
			{	T2->nxt = T3;	/* add else */
			} else
			{	if (T3) /* there was an else, but there's no tail */
				{	if (!T1)	/* and no reversed list */
					{	T1 = T3; /* odd, but possible */
					} else		/* even stranger */
					{	T1->nxt = T3;
			}	}	}

			/* add in the escapes, to that they appear at the front */
			if (Tx && Ty) { Ty->nxt = T1; T1 = Tx; }

			trans[n][i] = T1;
			/* reversed, with escapes first and else last */
	}	}
	if (state_tables && verbose)
	{	printf("FINAL proctype %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
	}
}
void
imed(Trans *T, int v, int n, int j)	/* set intermediate state */
{	progstate[n][T->st] |= progstate[n][v];
	accpstate[n][T->st] |= accpstate[n][v];
	stopstate[n][T->st] |= stopstate[n][v];
	mapstate[n][j] = T->st;
}
void
tagtable(int n, int m, int is, short srcln[], uchar reach[])
{	Trans *z;

	if (is >= m || !trans[n][is]
	||  is <= 0 || reach[is] == 0)
		return;
	reach[is] = 0;
	if (state_tables)
	for (z = trans[n][is]; z; z = z->nxt)
	{	if (dodot)
			dot_crack(n, is, z);
		else
			crack(n, is, z, srcln);
	}

	for (z = trans[n][is]; z; z = z->nxt)
	{
#ifdef HAS_UNLESS
		int i, j;
#endif
		tagtable(n, m, z->st, srcln, reach);
#ifdef HAS_UNLESS
		for (i = 0; i < HAS_UNLESS; i++)
		{	j = trans[n][is]->escp[i];
			if (!j) break;
			tagtable(n, m, j, srcln, reach);
		}
#endif
	}
}

extern Trans *t_id_lkup[];

void
dfs_table(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
{	Trans *z;

	if (is >= m || is <= 0 || !trans[n][is])
		return;
	if ((reach[is] & (4|8|16)) != 0)
	{	if ((reach[is] & (8|16)) == 16)	/* on stack, not yet recorded */
		{	lpstate[is] = 1;
			reach[is] |= 8; /* recorded */
			if (state_tables && verbose)
			{	printf("state %d line %d is a loopstate\n", is, srcln[is]);
		}	}
		return;
	}
	reach[is] |= (4|16);	/* visited | onstack */
	for (z = trans[n][is]; z; z = z->nxt)
	{	t_id_lkup[z->t_id] = z;
#ifdef HAS_UNLESS
		int i, j;
#endif
		dfs_table(n, m, z->st, srcln, reach, lpstate);
#ifdef HAS_UNLESS
		for (i = 0; i < HAS_UNLESS; i++)
		{	j = trans[n][is]->escp[i];
			if (!j) break;
			dfs_table(n, m, j, srcln, reach, lpstate);
		}
#endif
	}
	reach[is] &= ~16; /* no longer on stack */
}
void
do_dfs(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
{	int i;
	dfs_table(n, m, is, srcln, reach, lpstate);
	for (i = 0; i < m; i++)
		reach[i] &= ~(4|8|16);
}
void
crack(int n, int j, Trans *z, short srcln[])
{	int i;

	if (!z) return;
	printf("	state %3d -(tr %3d)-> state %3d  ",
		j, z->forw, z->st);
	printf("[id %3d tp %3d", z->t_id, z->tpe[0]);
	if (z->tpe[1]) printf(",%d", z->tpe[1]);
#ifdef HAS_UNLESS
	if (z->e_trans)
		printf(" org %3d", z->e_trans);
	else if (state_tables >= 2)
	for (i = 0; i < HAS_UNLESS; i++)
	{	if (!z->escp[i]) break;
		printf(" esc %d", z->escp[i]);
	}
#endif
	printf("]");
	printf(" [%s%s%s%s%s] %s:%d => ",
		z->atom&6?"A":z->atom&32?"D":"-",
		accpstate[n][j]?"a" :"-",
		stopstate[n][j]?"e" : "-",
		progstate[n][j]?"p" : "-",
		z->atom & 8 ?"L":"G",
		PanSource, srcln[j]);
	for (i = 0; z->tp[i]; i++)
		if (z->tp[i] == '\n')
			printf("\\n");
		else
			putchar(z->tp[i]);
	if (verbose && z->qu[0])
	{	printf("\t[");
		for (i = 0; i < 6; i++)
			if (z->qu[i])
				printf("(%d,%d)",
				z->qu[i], z->ty[i]);
		printf("]");
	}
	printf("\n");
	fflush(stdout);
}
/* spin -a m.pml; cc -o pan pan.c; ./pan -D | dot -Tps > foo.ps; ps2pdf foo.ps */
void
dot_crack(int n, int j, Trans *z)
{	int i;

	if (!z) return;
	printf("	S%d -> S%d  [color=black", j, z->st);

	if (z->atom&6) printf(",style=dashed");
	else if (z->atom&32) printf(",style=dotted");
	else if (z->atom&8) printf(",style=solid");
	else printf(",style=bold");

	printf(",label=\"");
	for (i = 0; z->tp[i]; i++)
	{	if (z->tp[i] == '\\'
		&&  z->tp[i+1] == 'n')
		{	i++; printf(" ");
		} else
		{	putchar(z->tp[i]);
	}	}
	printf("\"];\n");
	if (accpstate[n][j]) printf("  S%d [color=red,style=bold];\n", j);
	else if (progstate[n][j]) printf("  S%d [color=green,style=bold];\n", j);
	if (stopstate[n][j]) printf("  S%d [color=blue,style=bold,shape=box];\n", j);
}

#ifdef VAR_RANGES
#define BYTESIZE	32	/* 2^8 : 2^3 = 256:8 = 32 */

typedef struct Vr_Ptr {
	char	*nm;
	uchar	vals[BYTESIZE];
	struct Vr_Ptr *nxt;
} Vr_Ptr;
Vr_Ptr *ranges = (Vr_Ptr *) 0;

void
logval(char *s, int v)
{	Vr_Ptr *tmp;

	if (v<0 || v > 255) return;
	for (tmp = ranges; tmp; tmp = tmp->nxt)
		if (!strcmp(tmp->nm, s))
			goto found;
	tmp = (Vr_Ptr *) emalloc(sizeof(Vr_Ptr));
	tmp->nxt = ranges;
	ranges = tmp;
	tmp->nm = s;
found:
	tmp->vals[(v)/8] |= 1<<((v)%8);
}

void
dumpval(uchar X[], int range)
{	int w, x, i, j = -1;

	for (w = i = 0; w < range; w++)
	for (x = 0; x < 8; x++, i++)
	{
from:		if ((X[w] & (1<<x)))
		{	printf("%d", i);
			j = i;
			goto upto;
	}	}
	return;
	for (w = 0; w < range; w++)
	for (x = 0; x < 8; x++, i++)
	{
upto:		if (!(X[w] & (1<<x)))
		{	if (i-1 == j)
				printf(", ");
			else
				printf("-%d, ", i-1);
			goto from;
	}	}
	if (j >= 0 && j != 255)
		printf("-255");
}

void
dumpranges(void)
{	Vr_Ptr *tmp;
	printf("\nValues assigned within ");
	printf("interval [0..255]:\n");
	for (tmp = ranges; tmp; tmp = tmp->nxt)
	{	printf("\t%s\t: ", tmp->nm);
		dumpval(tmp->vals, BYTESIZE);
		printf("\n");
	}
}
#endif
