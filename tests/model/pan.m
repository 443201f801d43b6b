#define rand	pan_rand
#define pthread_equal(a,b)	((a)==(b))
#if defined(HAS_CODE) && defined(VERBOSE)
	#ifdef BFS_PAR
		bfs_printf("Pr: %d Tr: %d\n", II, t->forw);
	#else
		cpu_printf("Pr: %d Tr: %d\n", II, t->forw);
	#endif
#endif
	switch (t->forw) {
	default: Uerror("bad forward move");
	case 0:	/* if without executable clauses */
		continue;
	case 1: /* generic 'goto' or 'skip' */
		IfNotBlocked
		_m = 3; goto P999;
	case 2: /* generic 'else' */
		IfNotBlocked
		if (trpt->o_pm&1) continue;
		_m = 3; goto P999;

		 /* PROC :init: */
	case 3: // STATE 1 - acp.pml:587 - [(run dialer())] (0:0:0 - 1)
		IfNotBlocked
		reached[5][1] = 1;
		if (!(addproc(II, 1, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 4: // STATE 2 - acp.pml:589 - [i = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[5][2] = 1;
		(trpt+1)->bup.oval = ((int)((P5 *)_this)->_9_26_i);
		((P5 *)_this)->_9_26_i = 0;
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P5 *)_this)->_9_26_i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 5: // STATE 3 - acp.pml:590 - [((i<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][3] = 1;
		if (!((((int)((P5 *)_this)->_9_26_i)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 6: // STATE 4 - acp.pml:591 - [(run accepted(i))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][4] = 1;
		if (!(addproc(II, 1, 1, ((int)((P5 *)_this)->_9_26_i))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 7: // STATE 5 - acp.pml:593 - [(run network(i))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][5] = 1;
		if (!(addproc(II, 1, 3, ((int)((P5 *)_this)->_9_26_i))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 8: // STATE 6 - acp.pml:595 - [i = (i+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[5][6] = 1;
		(trpt+1)->bup.oval = ((int)((P5 *)_this)->_9_26_i);
		((P5 *)_this)->_9_26_i = (((int)((P5 *)_this)->_9_26_i)+1);
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P5 *)_this)->_9_26_i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 9: // STATE 12 - acp.pml:598 - [i = 0] (0:18:1 - 3)
		IfNotBlocked
		reached[5][12] = 1;
		(trpt+1)->bup.oval = ((int)((P5 *)_this)->_9_26_i);
		((P5 *)_this)->_9_26_i = 0;
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P5 *)_this)->_9_26_i));
#endif
		;
		/* merge: .(goto)(0, 19, 18) */
		reached[5][19] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 10: // STATE 13 - acp.pml:600 - [((i<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][13] = 1;
		if (!((((int)((P5 *)_this)->_9_26_i)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 11: // STATE 14 - acp.pml:600 - [(run handler(i))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][14] = 1;
		if (!(addproc(II, 1, 2, ((int)((P5 *)_this)->_9_26_i))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 12: // STATE 15 - acp.pml:600 - [i = (i+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[5][15] = 1;
		(trpt+1)->bup.oval = ((int)((P5 *)_this)->_9_26_i);
		((P5 *)_this)->_9_26_i = (((int)((P5 *)_this)->_9_26_i)+1);
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P5 *)_this)->_9_26_i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 13: // STATE 21 - acp.pml:603 - [i = 0] (0:22:1 - 3)
		IfNotBlocked
		reached[5][21] = 1;
		(trpt+1)->bup.oval = ((int)((P5 *)_this)->_9_26_i);
		((P5 *)_this)->_9_26_i = 0;
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P5 *)_this)->_9_26_i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 14: // STATE 22 - acp.pml:604 - [(run judge())] (0:0:0 - 1)
		IfNotBlocked
		reached[5][22] = 1;
		if (!(addproc(II, 1, 4, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 15: // STATE 24 - acp.pml:606 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[5][24] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC judge */
	case 16: // STATE 1 - acp.pml:578 - [(((timeout&&finished)&&((((((len(unacked[0])+len(unacked[1]))+len(unacked[2]))+len(unacked[3]))+len(unacked[4]))+len(unacked[5]))==0)))] (6:0:0 - 1)
		IfNotBlocked
		reached[4][1] = 1;
		if (!(((((trpt->tau)&1)&&((int)now.finished))&&((((((q_len(now.unacked[0])+q_len(now.unacked[1]))+q_len(now.unacked[2]))+q_len(now.unacked[3]))+q_len(now.unacked[4]))+q_len(now.unacked[5]))==0))))
			continue;
		/* merge: assert(((op[0]>=2)&&((2==1)||(op[1]>=2))))(6, 2, 6) */
		reached[4][2] = 1;
		spin_assert(((((int)now.op[0])>=2)&&((2==1)||(((int)now.op[1])>=2))), "((op[0]>=2)&&((2==1)||(op[1]>=2)))", II, tt, t);
		/* merge: assert((((work[0]!=1)&&(work[1]!=1))&&(op[2]!=1)))(6, 3, 6) */
		reached[4][3] = 1;
		spin_assert((((((int)now.work[0])!=1)&&(((int)now.work[1])!=1))&&(((int)now.op[2])!=1)), "(((work[0]!=1)&&(work[1]!=1))&&(op[2]!=1))", II, tt, t);
		/* merge: assert((((runs[0]<=1)&&(runs[1]<=1))&&(runs[2]<=1)))(6, 4, 6) */
		reached[4][4] = 1;
		spin_assert((((((int)now.runs[0])<=1)&&(((int)now.runs[1])<=1))&&(((int)now.runs[2])<=1)), "(((runs[0]<=1)&&(runs[1]<=1))&&(runs[2]<=1))", II, tt, t);
		_m = 1; goto P999; /* 3 */
	case 17: // STATE 6 - acp.pml:583 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[4][6] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC network */
	case 18: // STATE 1 - acp.pml:571 - [((up[i]&&!(broken[i])))] (5:0:2 - 1)
		IfNotBlocked
		reached[3][1] = 1;
		if (!((((int)now.up[ Index(((int)((P3 *)_this)->i), 2) ])&& !(((int)now.broken[ Index(((int)((P3 *)_this)->i), 2) ])))))
			continue;
		/* merge: broken[i] = 1(5, 2, 5) */
		reached[3][2] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.broken[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.broken[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("broken[network:i]", ((int)now.broken[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: dropped = 1(5, 3, 5) */
		reached[3][3] = 1;
		(trpt+1)->bup.ovals[1] = ((int)dropped);
		dropped = 1;
#ifdef VAR_RANGES
		logval("dropped", ((int)dropped));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 19: // STATE 5 - acp.pml:572 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[3][5] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC handler */
	case 20: // STATE 1 - acp.pml:564 - [((work[id]==1))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][1] = 1;
		if (!((((int)now.work[ Index(((int)((P2 *)_this)->id), 3) ])==1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 21: // STATE 2 - acp.pml:379 - [work[id] = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[2][2] = 1;
		(trpt+1)->bup.oval = ((int)now.work[ Index(((int)((P2 *)_this)->id), 3) ]);
		now.work[ Index(((P2 *)_this)->id, 3) ] = 2;
#ifdef VAR_RANGES
		logval("work[handler:id]", ((int)now.work[ Index(((int)((P2 *)_this)->id), 3) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 22: // STATE 3 - acp.pml:381 - [(!(gone[where[id]]))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][3] = 1;
		if (!( !(((int)now.gone[ Index(((int)now.where[ Index(((int)((P2 *)_this)->id), 3) ]), 2) ]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 23: // STATE 4 - acp.pml:107 - [(broken[where[id]])] (16:0:1 - 1)
		IfNotBlocked
		reached[2][4] = 1;
		if (!(((int)now.broken[ Index(((int)now.where[ Index(((int)((P2 *)_this)->id), 3) ]), 2) ])))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P2 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P2 *)_this)->id = 0;
		/* merge: .(goto)(16, 9, 16) */
		reached[2][9] = 1;
		;
		/* merge: .(goto)(16, 13, 16) */
		reached[2][13] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 24: // STATE 9 - acp.pml:112 - [.(goto)] (0:16:0 - 2)
		IfNotBlocked
		reached[2][9] = 1;
		;
		/* merge: .(goto)(16, 13, 16) */
		reached[2][13] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 25: // STATE 6 - acp.pml:109 - [assert(nfull(line[((2*where[id])+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][6] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.where[ Index(((int)((P2 *)_this)->id), 3) ]))+1), 6) ])), "(!q_full(line[((2*where[id])+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 26: // STATE 7 - acp.pml:110 - [line[((2*where[id])+1)]!3,id,(where[id]+1)] (16:0:0 - 1)
		IfNotBlocked
		reached[2][7] = 1;
		if (q_full(now.line[ Index(((2*((int)now.where[ Index(((int)((P2 *)_this)->id), 3) ]))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.where[ Index(((int)((P2 *)_this)->id), 3) ]))+1), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->id)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.where[ Index(((int)((P2 *)_this)->id), 3) ])+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.where[ Index(((int)((P2 *)_this)->id), 3) ]))+1), 6) ], 0, 3, ((int)((P2 *)_this)->id), (((int)now.where[ Index(((int)((P2 *)_this)->id), 3) ])+1), 3);
		/* merge: .(goto)(16, 9, 16) */
		reached[2][9] = 1;
		;
		/* merge: .(goto)(16, 13, 16) */
		reached[2][13] = 1;
		;
		_m = 2; goto P999; /* 2 */
	case 27: // STATE 13 - acp.pml:390 - [.(goto)] (0:16:0 - 2)
		IfNotBlocked
		reached[2][13] = 1;
		;
		_m = 3; goto P999; /* 0 */
	case 28: // STATE 16 - acp.pml:565 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[2][16] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC accepted */
	case 29: // STATE 1 - acp.pml:527 - [(((up[i]&&1)&&nempty(line[((2*i)+0)])))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][1] = 1;
		if (!(((((int)now.up[ Index(((int)((P1 *)_this)->i), 2) ])&&1)&&(q_len(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ])>0))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 30: // STATE 2 - acp.pml:527 - [line[((2*i)+0)]?t,r,s] (0:0:3 - 1)
		reached[1][2] = 1;
		if (q_len(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		;
		((P1 *)_this)->t = qrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		((P1 *)_this)->r = qrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		((P1 *)_this)->s = qrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 2, 1);
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ]);
		sprintf(simtmp, "%d", ((P1 *)_this)->t); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 31: // STATE 3 - acp.pml:423 - [((t==REGISTRO))] (11:0:2 - 1)
		IfNotBlocked
		reached[1][3] = 1;
		if (!((((P1 *)_this)->t==10)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->t = 0;
		/* merge: registered[i] = 1(0, 4, 11) */
		reached[1][4] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.registered[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.registered[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("registered[accepted:i]", ((int)now.registered[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 32: // STATE 5 - acp.pml:107 - [(broken[i])] (536:0:3 - 1)
		IfNotBlocked
		reached[1][5] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 10, 536) */
		reached[1][10] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 33: // STATE 7 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][7] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 34: // STATE 8 - acp.pml:110 - [line[((2*i)+1)]!9,0,0] (536:0:3 - 1)
		IfNotBlocked
		reached[1][8] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 9); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 9, 0, 0, 3);
		/* merge: .(goto)(536, 10, 536) */
		reached[1][10] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 6 */
	case 35: // STATE 12 - acp.pml:429 - [((((t!=REGISTRO)&&(t!=ERROR))&&!(registered[i])))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][12] = 1;
		if (!((((((P1 *)_this)->t!=10)&&(((P1 *)_this)->t!=1))&& !(((int)now.registered[ Index(((int)((P1 *)_this)->i), 2) ])))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P1 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 36: // STATE 13 - acp.pml:107 - [(broken[i])] (536:0:3 - 1)
		IfNotBlocked
		reached[1][13] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 18, 536) */
		reached[1][18] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 37: // STATE 15 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][15] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 38: // STATE 16 - acp.pml:110 - [line[((2*i)+1)]!1,r,s] (536:0:3 - 1)
		IfNotBlocked
		reached[1][16] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 1, ((int)((P1 *)_this)->r), ((int)((P1 *)_this)->s), 3);
		/* merge: .(goto)(536, 18, 536) */
		reached[1][18] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 6 */
	case 39: // STATE 21 - acp.pml:430 - [(((t==SESSION_INIT)&&registered[i]))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][21] = 1;
		if (!(((((P1 *)_this)->t==8)&&((int)now.registered[ Index(((int)((P1 *)_this)->i), 2) ]))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P1 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 40: // STATE 22 - acp.pml:107 - [(broken[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][22] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 41: // STATE 24 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][24] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 42: // STATE 25 - acp.pml:110 - [line[((2*i)+1)]!2,r,s] (0:0:0 - 1)
		IfNotBlocked
		reached[1][25] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 2, ((int)((P1 *)_this)->r), ((int)((P1 *)_this)->s), 3);
		_m = 2; goto P999; /* 0 */
	case 43: // STATE 29 - acp.pml:433 - [((!(seen[r])&&(refusals<1)))] (55:0:4 - 1)
		IfNotBlocked
		reached[1][29] = 1;
		if (!(( !(((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]))&&(((int)now.refusals)<1))))
			continue;
		/* merge: refusals = (refusals+1)(55, 30, 55) */
		reached[1][30] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.refusals);
		now.refusals = (((int)now.refusals)+1);
#ifdef VAR_RANGES
		logval("refusals", ((int)now.refusals));
#endif
		;
		/* merge: rejected[i] = 1(55, 31, 55) */
		reached[1][31] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.rejected[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.rejected[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("rejected[accepted:i]", ((int)now.rejected[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		/* merge: at_l[i] = 4(55, 32, 55) */
		reached[1][32] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(55, 37, 55) */
		reached[1][37] = 1;
		;
		/* merge: seen[r] = 1(55, 38, 55) */
		reached[1][38] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]);
		now.seen[ Index(((P1 *)_this)->r, 15) ] = 1;
#ifdef VAR_RANGES
		logval("seen[accepted:r]", ((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]));
#endif
		;
		_m = 3; goto P999; /* 5 */
	case 44: // STATE 33 - acp.pml:434 - [(!(seen[r]))] (55:0:2 - 1)
		IfNotBlocked
		reached[1][33] = 1;
		if (!( !(((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]))))
			continue;
		/* merge: at_l[i] = 2(55, 34, 55) */
		reached[1][34] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 2;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(55, 37, 55) */
		reached[1][37] = 1;
		;
		/* merge: seen[r] = 1(55, 38, 55) */
		reached[1][38] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]);
		now.seen[ Index(((P1 *)_this)->r, 15) ] = 1;
#ifdef VAR_RANGES
		logval("seen[accepted:r]", ((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 45: // STATE 35 - acp.pml:435 - [(seen[r])] (55:0:1 - 1)
		IfNotBlocked
		reached[1][35] = 1;
		if (!(((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ])))
			continue;
		/* merge: .(goto)(55, 37, 55) */
		reached[1][37] = 1;
		;
		/* merge: seen[r] = 1(55, 38, 55) */
		reached[1][38] = 1;
		(trpt+1)->bup.oval = ((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]);
		now.seen[ Index(((P1 *)_this)->r, 15) ] = 1;
#ifdef VAR_RANGES
		logval("seen[accepted:r]", ((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 46: // STATE 38 - acp.pml:437 - [seen[r] = 1] (0:55:1 - 4)
		IfNotBlocked
		reached[1][38] = 1;
		(trpt+1)->bup.oval = ((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]);
		now.seen[ Index(((P1 *)_this)->r, 15) ] = 1;
#ifdef VAR_RANGES
		logval("seen[accepted:r]", ((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 47: // STATE 39 - acp.pml:439 - [(rejected[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][39] = 1;
		if (!(((int)now.rejected[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 48: // STATE 40 - acp.pml:107 - [(broken[i])] (536:0:3 - 1)
		IfNotBlocked
		reached[1][40] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 45, 536) */
		reached[1][45] = 1;
		;
		/* merge: .(goto)(536, 56, 536) */
		reached[1][56] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 49: // STATE 42 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][42] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 50: // STATE 43 - acp.pml:110 - [line[((2*i)+1)]!6,r,s] (536:0:3 - 1)
		IfNotBlocked
		reached[1][43] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 6); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 6, ((int)((P1 *)_this)->r), ((int)((P1 *)_this)->s), 3);
		/* merge: .(goto)(536, 45, 536) */
		reached[1][45] = 1;
		;
		/* merge: .(goto)(536, 56, 536) */
		reached[1][56] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 7 */
	case 51: // STATE 48 - acp.pml:107 - [(broken[i])] (536:0:3 - 1)
		IfNotBlocked
		reached[1][48] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 53, 536) */
		reached[1][53] = 1;
		;
		/* merge: .(goto)(536, 56, 536) */
		reached[1][56] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 52: // STATE 50 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][50] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 53: // STATE 51 - acp.pml:110 - [line[((2*i)+1)]!7,r,s] (536:0:3 - 1)
		IfNotBlocked
		reached[1][51] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 7); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 7, ((int)((P1 *)_this)->r), ((int)((P1 *)_this)->s), 3);
		/* merge: .(goto)(536, 53, 536) */
		reached[1][53] = 1;
		;
		/* merge: .(goto)(536, 56, 536) */
		reached[1][56] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 7 */
	case 54: // STATE 57 - acp.pml:442 - [(((t==SOLICITUD_TAREA)&&registered[i]))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][57] = 1;
		if (!(((((P1 *)_this)->t==4)&&((int)now.registered[ Index(((int)((P1 *)_this)->i), 2) ]))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P1 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 55: // STATE 58 - acp.pml:447 - [(seen[r])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][58] = 1;
		if (!(((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 56: // STATE 59 - acp.pml:107 - [(broken[i])] (76:0:1 - 1)
		IfNotBlocked
		reached[1][59] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(76, 64, 76) */
		reached[1][64] = 1;
		;
		/* merge: where[r] = i(76, 66, 76) */
		reached[1][66] = 1;
		(trpt+1)->bup.oval = ((int)now.where[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.where[ Index(((P1 *)_this)->r, 3) ] = ((int)((P1 *)_this)->i);
#ifdef VAR_RANGES
		logval("where[accepted:r]", ((int)now.where[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 57: // STATE 61 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][61] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 58: // STATE 62 - acp.pml:110 - [line[((2*i)+1)]!2,r,s] (76:0:1 - 1)
		IfNotBlocked
		reached[1][62] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 2, ((int)((P1 *)_this)->r), ((int)((P1 *)_this)->s), 3);
		/* merge: .(goto)(76, 64, 76) */
		reached[1][64] = 1;
		;
		/* merge: where[r] = i(76, 66, 76) */
		reached[1][66] = 1;
		(trpt+1)->bup.oval = ((int)now.where[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.where[ Index(((P1 *)_this)->r, 3) ] = ((int)((P1 *)_this)->i);
#ifdef VAR_RANGES
		logval("where[accepted:r]", ((int)now.where[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		_m = 2; goto P999; /* 2 */
	case 59: // STATE 66 - acp.pml:451 - [where[r] = i] (0:76:1 - 3)
		IfNotBlocked
		reached[1][66] = 1;
		(trpt+1)->bup.oval = ((int)now.where[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.where[ Index(((P1 *)_this)->r, 3) ] = ((int)((P1 *)_this)->i);
#ifdef VAR_RANGES
		logval("where[accepted:r]", ((int)now.where[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 60: // STATE 67 - acp.pml:454 - [((work[r]==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][67] = 1;
		if (!((((int)now.work[ Index(((int)((P1 *)_this)->r), 3) ])==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 61: // STATE 68 - acp.pml:107 - [(broken[i])] (536:0:3 - 1)
		IfNotBlocked
		reached[1][68] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 73, 536) */
		reached[1][73] = 1;
		;
		/* merge: .(goto)(536, 77, 536) */
		reached[1][77] = 1;
		;
		/* merge: .(goto)(536, 105, 536) */
		reached[1][105] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 8 */
	case 62: // STATE 70 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][70] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 63: // STATE 71 - acp.pml:110 - [line[((2*i)+1)]!3,r,s] (536:0:3 - 1)
		IfNotBlocked
		reached[1][71] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 3, ((int)((P1 *)_this)->r), ((int)((P1 *)_this)->s), 3);
		/* merge: .(goto)(536, 73, 536) */
		reached[1][73] = 1;
		;
		/* merge: .(goto)(536, 77, 536) */
		reached[1][77] = 1;
		;
		/* merge: .(goto)(536, 105, 536) */
		reached[1][105] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 8 */
	case 64: // STATE 79 - acp.pml:459 - [(((s==(i+1))&&(at_l[i]==2)))] (87:0:1 - 1)
		IfNotBlocked
		reached[1][79] = 1;
		if (!(((((int)((P1 *)_this)->s)==(((int)((P1 *)_this)->i)+1))&&(((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ])==2))))
			continue;
		/* merge: seen[r] = 1(0, 80, 87) */
		reached[1][80] = 1;
		(trpt+1)->bup.oval = ((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]);
		now.seen[ Index(((P1 *)_this)->r, 15) ] = 1;
#ifdef VAR_RANGES
		logval("seen[accepted:r]", ((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 65: // STATE 81 - acp.pml:107 - [(broken[i])] (536:0:7 - 1)
		IfNotBlocked
		reached[1][81] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 86, 536) */
		reached[1][86] = 1;
		;
		/* merge: runs[r] = (runs[r]+1)(536, 88, 536) */
		reached[1][88] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((int)now.runs[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.runs[ Index(((P1 *)_this)->r, 3) ] = (((int)now.runs[ Index(((int)((P1 *)_this)->r), 3) ])+1);
#ifdef VAR_RANGES
		logval("runs[accepted:r]", ((int)now.runs[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: assert((runs[r]==1))(536, 89, 536) */
		reached[1][89] = 1;
		spin_assert((((int)now.runs[ Index(((int)((P1 *)_this)->r), 3) ])==1), "(runs[r]==1)", II, tt, t);
		/* merge: work[r] = 1(536, 90, 536) */
		reached[1][90] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.work[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.work[ Index(((P1 *)_this)->r, 3) ] = 1;
#ifdef VAR_RANGES
		logval("work[accepted:r]", ((int)now.work[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: where[r] = i(536, 91, 536) */
		reached[1][91] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.where[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.where[ Index(((P1 *)_this)->r, 3) ] = ((int)((P1 *)_this)->i);
#ifdef VAR_RANGES
		logval("where[accepted:r]", ((int)now.where[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: within[r] = s(536, 92, 536) */
		reached[1][92] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.within[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.within[ Index(((P1 *)_this)->r, 3) ] = ((int)((P1 *)_this)->s);
#ifdef VAR_RANGES
		logval("within[accepted:r]", ((int)now.within[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: .(goto)(536, 103, 536) */
		reached[1][103] = 1;
		;
		/* merge: .(goto)(536, 105, 536) */
		reached[1][105] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals[4] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 13 */
	case 66: // STATE 83 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][83] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 67: // STATE 84 - acp.pml:110 - [line[((2*i)+1)]!2,r,s] (536:0:7 - 1)
		IfNotBlocked
		reached[1][84] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 2, ((int)((P1 *)_this)->r), ((int)((P1 *)_this)->s), 3);
		/* merge: .(goto)(536, 86, 536) */
		reached[1][86] = 1;
		;
		/* merge: runs[r] = (runs[r]+1)(536, 88, 536) */
		reached[1][88] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((int)now.runs[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.runs[ Index(((P1 *)_this)->r, 3) ] = (((int)now.runs[ Index(((int)((P1 *)_this)->r), 3) ])+1);
#ifdef VAR_RANGES
		logval("runs[accepted:r]", ((int)now.runs[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: assert((runs[r]==1))(536, 89, 536) */
		reached[1][89] = 1;
		spin_assert((((int)now.runs[ Index(((int)((P1 *)_this)->r), 3) ])==1), "(runs[r]==1)", II, tt, t);
		/* merge: work[r] = 1(536, 90, 536) */
		reached[1][90] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.work[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.work[ Index(((P1 *)_this)->r, 3) ] = 1;
#ifdef VAR_RANGES
		logval("work[accepted:r]", ((int)now.work[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: where[r] = i(536, 91, 536) */
		reached[1][91] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.where[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.where[ Index(((P1 *)_this)->r, 3) ] = ((int)((P1 *)_this)->i);
#ifdef VAR_RANGES
		logval("where[accepted:r]", ((int)now.where[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: within[r] = s(536, 92, 536) */
		reached[1][92] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.within[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.within[ Index(((P1 *)_this)->r, 3) ] = ((int)((P1 *)_this)->s);
#ifdef VAR_RANGES
		logval("within[accepted:r]", ((int)now.within[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: .(goto)(536, 103, 536) */
		reached[1][103] = 1;
		;
		/* merge: .(goto)(536, 105, 536) */
		reached[1][105] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals[4] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 13 */
	case 68: // STATE 88 - acp.pml:462 - [runs[r] = (runs[r]+1)] (0:536:7 - 3)
		IfNotBlocked
		reached[1][88] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((int)now.runs[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.runs[ Index(((P1 *)_this)->r, 3) ] = (((int)now.runs[ Index(((int)((P1 *)_this)->r), 3) ])+1);
#ifdef VAR_RANGES
		logval("runs[accepted:r]", ((int)now.runs[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: assert((runs[r]==1))(536, 89, 536) */
		reached[1][89] = 1;
		spin_assert((((int)now.runs[ Index(((int)((P1 *)_this)->r), 3) ])==1), "(runs[r]==1)", II, tt, t);
		/* merge: work[r] = 1(536, 90, 536) */
		reached[1][90] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.work[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.work[ Index(((P1 *)_this)->r, 3) ] = 1;
#ifdef VAR_RANGES
		logval("work[accepted:r]", ((int)now.work[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: where[r] = i(536, 91, 536) */
		reached[1][91] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.where[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.where[ Index(((P1 *)_this)->r, 3) ] = ((int)((P1 *)_this)->i);
#ifdef VAR_RANGES
		logval("where[accepted:r]", ((int)now.where[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: within[r] = s(536, 92, 536) */
		reached[1][92] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.within[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.within[ Index(((P1 *)_this)->r, 3) ] = ((int)((P1 *)_this)->s);
#ifdef VAR_RANGES
		logval("within[accepted:r]", ((int)now.within[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: .(goto)(536, 103, 536) */
		reached[1][103] = 1;
		;
		/* merge: .(goto)(536, 105, 536) */
		reached[1][105] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals[4] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 11 */
	case 69: // STATE 94 - acp.pml:107 - [(broken[i])] (536:0:3 - 1)
		IfNotBlocked
		reached[1][94] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 99, 536) */
		reached[1][99] = 1;
		;
		/* merge: .(goto)(536, 103, 536) */
		reached[1][103] = 1;
		;
		/* merge: .(goto)(536, 105, 536) */
		reached[1][105] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 8 */
	case 70: // STATE 96 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][96] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 71: // STATE 97 - acp.pml:110 - [line[((2*i)+1)]!1,r,s] (536:0:3 - 1)
		IfNotBlocked
		reached[1][97] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 1, ((int)((P1 *)_this)->r), ((int)((P1 *)_this)->s), 3);
		/* merge: .(goto)(536, 99, 536) */
		reached[1][99] = 1;
		;
		/* merge: .(goto)(536, 103, 536) */
		reached[1][103] = 1;
		;
		/* merge: .(goto)(536, 105, 536) */
		reached[1][105] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 8 */
	case 72: // STATE 106 - acp.pml:468 - [(((t==SESSION_CLOSE)&&registered[i]))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][106] = 1;
		if (!(((((P1 *)_this)->t==5)&&((int)now.registered[ Index(((int)((P1 *)_this)->i), 2) ]))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P1 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 73: // STATE 107 - acp.pml:470 - [(seen[r])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][107] = 1;
		if (!(((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 74: // STATE 108 - acp.pml:107 - [(broken[i])] (536:0:3 - 1)
		IfNotBlocked
		reached[1][108] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 113, 536) */
		reached[1][113] = 1;
		;
		/* merge: .(goto)(536, 193, 536) */
		reached[1][193] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 75: // STATE 110 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][110] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 76: // STATE 111 - acp.pml:110 - [line[((2*i)+1)]!2,r,s] (536:0:3 - 1)
		IfNotBlocked
		reached[1][111] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 2, ((int)((P1 *)_this)->r), ((int)((P1 *)_this)->s), 3);
		/* merge: .(goto)(536, 113, 536) */
		reached[1][113] = 1;
		;
		/* merge: .(goto)(536, 193, 536) */
		reached[1][193] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 7 */
	case 77: // STATE 115 - acp.pml:471 - [((!(seen[r])&&((at_l[i]==2)||(at_l[i]==3))))] (123:0:1 - 1)
		IfNotBlocked
		reached[1][115] = 1;
		if (!(( !(((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]))&&((((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ])==2)||(((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ])==3)))))
			continue;
		/* merge: seen[r] = 1(0, 116, 123) */
		reached[1][116] = 1;
		(trpt+1)->bup.oval = ((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]);
		now.seen[ Index(((P1 *)_this)->r, 15) ] = 1;
#ifdef VAR_RANGES
		logval("seen[accepted:r]", ((int)now.seen[ Index(((int)((P1 *)_this)->r), 15) ]));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 78: // STATE 117 - acp.pml:107 - [(broken[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][117] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 79: // STATE 119 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][119] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 80: // STATE 120 - acp.pml:110 - [line[((2*i)+1)]!2,r,s] (0:0:0 - 1)
		IfNotBlocked
		reached[1][120] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 2, ((int)((P1 *)_this)->r), ((int)((P1 *)_this)->s), 3);
		_m = 2; goto P999; /* 0 */
	case 81: // STATE 124 - acp.pml:410 - [at_l[i] = 4] (0:0:1 - 1)
		IfNotBlocked
		reached[1][124] = 1;
		(trpt+1)->bup.oval = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 82: // STATE 125 - acp.pml:412 - [(((0&&(op[2]==1))&&(sent_in[2]==(i+1))))] (132:0:1 - 1)
		IfNotBlocked
		reached[1][125] = 1;
		if (!(((0&&(((int)now.op[2])==1))&&(((int)now.sent_in[2])==(((int)((P1 *)_this)->i)+1)))))
			continue;
		/* merge: op[2] = 3(0, 126, 132) */
		reached[1][126] = 1;
		(trpt+1)->bup.oval = ((int)now.op[2]);
		now.op[2] = 3;
#ifdef VAR_RANGES
		logval("op[2]", ((int)now.op[2]));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 83: // STATE 127 - acp.pml:125 - [(unacked[((2*i)+1)]??[eval(2)])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][127] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 1, 2, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 84: // STATE 128 - acp.pml:125 - [unacked[((2*i)+1)]??eval(2)] (0:0:1 - 1)
		reached[1][128] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 1, 2, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 85: // STATE 136 - acp.pml:395 - [(((work[0]==1)&&(within[0]==(i+1))))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][136] = 1;
		if (!(((((int)now.work[0])==1)&&(((int)now.within[0])==(((int)((P1 *)_this)->i)+1)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 86: // STATE 137 - acp.pml:397 - [((where[0]!=i))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][137] = 1;
		if (!((((int)now.where[0])!=((int)((P1 *)_this)->i))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 87: // STATE 138 - acp.pml:379 - [work[0] = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[1][138] = 1;
		(trpt+1)->bup.oval = ((int)now.work[0]);
		now.work[0] = 2;
#ifdef VAR_RANGES
		logval("work[0]", ((int)now.work[0]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 88: // STATE 139 - acp.pml:381 - [(!(gone[where[0]]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][139] = 1;
		if (!( !(((int)now.gone[ Index(((int)now.where[0]), 2) ]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 89: // STATE 140 - acp.pml:107 - [(broken[where[0]])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][140] = 1;
		if (!(((int)now.broken[ Index(((int)now.where[0]), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 90: // STATE 142 - acp.pml:109 - [assert(nfull(line[((2*where[0])+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][142] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.where[0]))+1), 6) ])), "(!q_full(line[((2*where[0])+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 91: // STATE 143 - acp.pml:110 - [line[((2*where[0])+1)]!3,0,(where[0]+1)] (0:0:0 - 1)
		IfNotBlocked
		reached[1][143] = 1;
		if (q_full(now.line[ Index(((2*((int)now.where[0]))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.where[0]))+1), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.where[0])+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.where[0]))+1), 6) ], 0, 3, 0, (((int)now.where[0])+1), 3);
		_m = 2; goto P999; /* 0 */
	case 92: // STATE 152 - acp.pml:402 - [work[0] = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[1][152] = 1;
		(trpt+1)->bup.oval = ((int)now.work[0]);
		now.work[0] = 2;
#ifdef VAR_RANGES
		logval("work[0]", ((int)now.work[0]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 93: // STATE 159 - acp.pml:395 - [(((work[1]==1)&&(within[1]==(i+1))))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][159] = 1;
		if (!(((((int)now.work[1])==1)&&(((int)now.within[1])==(((int)((P1 *)_this)->i)+1)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 94: // STATE 160 - acp.pml:397 - [((where[1]!=i))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][160] = 1;
		if (!((((int)now.where[1])!=((int)((P1 *)_this)->i))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 95: // STATE 161 - acp.pml:379 - [work[1] = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[1][161] = 1;
		(trpt+1)->bup.oval = ((int)now.work[1]);
		now.work[1] = 2;
#ifdef VAR_RANGES
		logval("work[1]", ((int)now.work[1]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 96: // STATE 162 - acp.pml:381 - [(!(gone[where[1]]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][162] = 1;
		if (!( !(((int)now.gone[ Index(((int)now.where[1]), 2) ]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 97: // STATE 163 - acp.pml:107 - [(broken[where[1]])] (536:0:3 - 1)
		IfNotBlocked
		reached[1][163] = 1;
		if (!(((int)now.broken[ Index(((int)now.where[1]), 2) ])))
			continue;
		/* merge: .(goto)(536, 168, 536) */
		reached[1][168] = 1;
		;
		/* merge: .(goto)(536, 172, 536) */
		reached[1][172] = 1;
		;
		/* merge: .(goto)(536, 177, 536) */
		reached[1][177] = 1;
		;
		/* merge: .(goto)(536, 180, 536) */
		reached[1][180] = 1;
		;
		/* merge: .(goto)(536, 193, 536) */
		reached[1][193] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 10 */
	case 98: // STATE 165 - acp.pml:109 - [assert(nfull(line[((2*where[1])+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][165] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.where[1]))+1), 6) ])), "(!q_full(line[((2*where[1])+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 99: // STATE 166 - acp.pml:110 - [line[((2*where[1])+1)]!3,1,(where[1]+1)] (536:0:3 - 1)
		IfNotBlocked
		reached[1][166] = 1;
		if (q_full(now.line[ Index(((2*((int)now.where[1]))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.where[1]))+1), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.where[1])+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.where[1]))+1), 6) ], 0, 3, 1, (((int)now.where[1])+1), 3);
		/* merge: .(goto)(536, 168, 536) */
		reached[1][168] = 1;
		;
		/* merge: .(goto)(536, 172, 536) */
		reached[1][172] = 1;
		;
		/* merge: .(goto)(536, 177, 536) */
		reached[1][177] = 1;
		;
		/* merge: .(goto)(536, 180, 536) */
		reached[1][180] = 1;
		;
		/* merge: .(goto)(536, 193, 536) */
		reached[1][193] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 10 */
	case 100: // STATE 175 - acp.pml:402 - [work[1] = 2] (0:536:4 - 1)
		IfNotBlocked
		reached[1][175] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.work[1]);
		now.work[1] = 2;
#ifdef VAR_RANGES
		logval("work[1]", ((int)now.work[1]));
#endif
		;
		/* merge: .(goto)(536, 177, 536) */
		reached[1][177] = 1;
		;
		/* merge: .(goto)(536, 180, 536) */
		reached[1][180] = 1;
		;
		/* merge: .(goto)(536, 193, 536) */
		reached[1][193] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals[1] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 8 */
	case 101: // STATE 184 - acp.pml:107 - [(broken[i])] (536:0:3 - 1)
		IfNotBlocked
		reached[1][184] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 189, 536) */
		reached[1][189] = 1;
		;
		/* merge: .(goto)(536, 193, 536) */
		reached[1][193] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 102: // STATE 186 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][186] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 103: // STATE 187 - acp.pml:110 - [line[((2*i)+1)]!1,r,s] (536:0:3 - 1)
		IfNotBlocked
		reached[1][187] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 1, ((int)((P1 *)_this)->r), ((int)((P1 *)_this)->s), 3);
		/* merge: .(goto)(536, 189, 536) */
		reached[1][189] = 1;
		;
		/* merge: .(goto)(536, 193, 536) */
		reached[1][193] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 7 */
	case 104: // STATE 194 - acp.pml:477 - [(((t==MESSAGE_ACK)&&registered[i]))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][194] = 1;
		if (!(((((P1 *)_this)->t==2)&&((int)now.registered[ Index(((int)((P1 *)_this)->i), 2) ]))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P1 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 105: // STATE 195 - acp.pml:125 - [(unacked[((2*i)+1)]??[eval(r)])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][195] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 1, ((int)((P1 *)_this)->r), 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 106: // STATE 196 - acp.pml:125 - [unacked[((2*i)+1)]??eval(r)] (0:0:1 - 1)
		reached[1][196] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 1, ((int)((P1 *)_this)->r), 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 107: // STATE 201 - acp.pml:480 - [(((r==(i+12))&&(at_l[i]==3)))] (536:0:5 - 1)
		IfNotBlocked
		reached[1][201] = 1;
		if (!(((((int)((P1 *)_this)->r)==(((int)((P1 *)_this)->i)+12))&&(((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ])==3))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: r */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->r;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->r = 0;
		/* merge: at_l[i] = 4(536, 202, 536) */
		reached[1][202] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(536, 205, 536) */
		reached[1][205] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals[2] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 108: // STATE 206 - acp.pml:483 - [(((t==RESPUESTA_TAREA)&&registered[i]))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][206] = 1;
		if (!(((((P1 *)_this)->t==3)&&((int)now.registered[ Index(((int)((P1 *)_this)->i), 2) ]))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P1 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 109: // STATE 207 - acp.pml:125 - [(unacked[((2*i)+1)]??[eval(r)])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][207] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 1, ((int)((P1 *)_this)->r), 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 110: // STATE 208 - acp.pml:125 - [unacked[((2*i)+1)]??eval(r)] (0:0:1 - 1)
		reached[1][208] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 1, ((int)((P1 *)_this)->r), 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 111: // STATE 213 - acp.pml:159 - [((op[r]==1))] (536:0:4 - 1)
		IfNotBlocked
		reached[1][213] = 1;
		if (!((((int)now.op[ Index(((int)((P1 *)_this)->r), 3) ])==1)))
			continue;
		/* merge: op[r] = 2(536, 214, 536) */
		reached[1][214] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P1 *)_this)->r), 3) ]);
		now.op[ Index(((P1 *)_this)->r, 3) ] = 2;
#ifdef VAR_RANGES
		logval("op[accepted:r]", ((int)now.op[ Index(((int)((P1 *)_this)->r), 3) ]));
#endif
		;
		/* merge: .(goto)(536, 217, 536) */
		reached[1][217] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals[1] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 112: // STATE 219 - acp.pml:486 - [((t==ERROR))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][219] = 1;
		if (!((((P1 *)_this)->t==1)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P1 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 113: // STATE 220 - acp.pml:125 - [(unacked[((2*i)+1)]??[eval(r)])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][220] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 1, ((int)((P1 *)_this)->r), 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 114: // STATE 221 - acp.pml:125 - [unacked[((2*i)+1)]??eval(r)] (0:0:1 - 1)
		reached[1][221] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 1, ((int)((P1 *)_this)->r), 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 115: // STATE 226 - acp.pml:489 - [((r==2))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][226] = 1;
		if (!((((int)((P1 *)_this)->r)==2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: r */  (trpt+1)->bup.oval = ((P1 *)_this)->r;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->r = 0;
		_m = 3; goto P999; /* 0 */
	case 116: // STATE 227 - acp.pml:166 - [((op[2]==1))] (536:0:4 - 1)
		IfNotBlocked
		reached[1][227] = 1;
		if (!((((int)now.op[2])==1)))
			continue;
		/* merge: op[2] = 3(536, 228, 536) */
		reached[1][228] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.op[2]);
		now.op[2] = 3;
#ifdef VAR_RANGES
		logval("op[2]", ((int)now.op[2]));
#endif
		;
		/* merge: .(goto)(536, 231, 536) */
		reached[1][231] = 1;
		;
		/* merge: .(goto)(536, 237, 536) */
		reached[1][237] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals[1] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 8 */
	case 117: // STATE 233 - acp.pml:490 - [(((r==(i+12))&&(at_l[i]==3)))] (536:0:5 - 1)
		IfNotBlocked
		reached[1][233] = 1;
		if (!(((((int)((P1 *)_this)->r)==(((int)((P1 *)_this)->i)+12))&&(((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ])==3))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: r */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->r;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->r = 0;
		/* merge: at_l[i] = 4(536, 234, 536) */
		reached[1][234] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(536, 237, 536) */
		reached[1][237] = 1;
		;
		/* merge: .(goto)(536, 239, 536) */
		reached[1][239] = 1;
		;
		/* merge: t = 0(536, 241, 536) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals[2] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 118: // STATE 241 - acp.pml:527 - [t = 0] (0:536:3 - 53)
		IfNotBlocked
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 242, 536) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 243, 536) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 119: // STATE 245 - acp.pml:528 - [(((up[i]&&nempty(line[((2*i)+0)]))&&(lost<1)))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][245] = 1;
		if (!(((((int)now.up[ Index(((int)((P1 *)_this)->i), 2) ])&&(q_len(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ])>0))&&(((int)now.lost)<1))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 120: // STATE 246 - acp.pml:528 - [line[((2*i)+0)]?t,r,s] (0:0:5 - 1)
		reached[1][246] = 1;
		if (q_len(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		;
		((P1 *)_this)->t = qrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		((P1 *)_this)->r = qrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		((P1 *)_this)->s = qrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 2, 1);
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ]);
		sprintf(simtmp, "%d", ((P1 *)_this)->t); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		;
		if (TstOnly) return 1; /* TT */
		/* dead 2: r */  (trpt+1)->bup.ovals[3] = ((P1 *)_this)->r;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->r = 0;
		if (TstOnly) return 1; /* TT */
		/* dead 2: s */  (trpt+1)->bup.ovals[4] = ((P1 *)_this)->s;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->s = 0;
		_m = 4; goto P999; /* 0 */
	case 121: // STATE 247 - acp.pml:134 - [lost = (lost+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][247] = 1;
		(trpt+1)->bup.oval = ((int)now.lost);
		now.lost = (((int)now.lost)+1);
#ifdef VAR_RANGES
		logval("lost", ((int)now.lost));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 122: // STATE 248 - acp.pml:136 - [(((t==SESSION_ACCEPT)||(t==SESSION_REJECT)))] (536:0:5 - 1)
		IfNotBlocked
		reached[1][248] = 1;
		if (!(((((P1 *)_this)->t==7)||(((P1 *)_this)->t==6))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->t = 0;
		/* merge: lost_accept = 1(536, 249, 536) */
		reached[1][249] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.lost_accept);
		now.lost_accept = 1;
#ifdef VAR_RANGES
		logval("lost_accept", ((int)now.lost_accept));
#endif
		;
		/* merge: .(goto)(536, 256, 536) */
		reached[1][256] = 1;
		;
		/* merge: t = 0(536, 258, 536) */
		reached[1][258] = 1;
		(trpt+1)->bup.ovals[2] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 259, 536) */
		reached[1][259] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 260, 536) */
		reached[1][260] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 123: // STATE 250 - acp.pml:137 - [((t==RESPUESTA_TAREA))] (536:0:5 - 1)
		IfNotBlocked
		reached[1][250] = 1;
		if (!((((P1 *)_this)->t==3)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->t = 0;
		/* merge: lost_answer = 1(536, 251, 536) */
		reached[1][251] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.lost_answer);
		now.lost_answer = 1;
#ifdef VAR_RANGES
		logval("lost_answer", ((int)now.lost_answer));
#endif
		;
		/* merge: .(goto)(536, 256, 536) */
		reached[1][256] = 1;
		;
		/* merge: t = 0(536, 258, 536) */
		reached[1][258] = 1;
		(trpt+1)->bup.ovals[2] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 259, 536) */
		reached[1][259] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 260, 536) */
		reached[1][260] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 124: // STATE 252 - acp.pml:138 - [(((t==ERROR)||(t==SESSION_CLOSE)))] (536:0:5 - 1)
		IfNotBlocked
		reached[1][252] = 1;
		if (!(((((P1 *)_this)->t==1)||(((P1 *)_this)->t==5))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->t = 0;
		/* merge: lost_end = 1(536, 253, 536) */
		reached[1][253] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.lost_end);
		now.lost_end = 1;
#ifdef VAR_RANGES
		logval("lost_end", ((int)now.lost_end));
#endif
		;
		/* merge: .(goto)(536, 256, 536) */
		reached[1][256] = 1;
		;
		/* merge: t = 0(536, 258, 536) */
		reached[1][258] = 1;
		(trpt+1)->bup.ovals[2] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 259, 536) */
		reached[1][259] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 260, 536) */
		reached[1][260] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 125: // STATE 258 - acp.pml:528 - [t = 0] (0:536:3 - 5)
		IfNotBlocked
		reached[1][258] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->t;
		((P1 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("accepted:t", ((P1 *)_this)->t);
#endif
		;
		/* merge: r = 0(536, 259, 536) */
		reached[1][259] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->r);
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("accepted:r", ((int)((P1 *)_this)->r));
#endif
		;
		/* merge: s = 0(536, 260, 536) */
		reached[1][260] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->s);
		((P1 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("accepted:s", ((int)((P1 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 126: // STATE 262 - acp.pml:529 - [((up[i]&&broken[i]))] (271:0:1 - 1)
		IfNotBlocked
		reached[1][262] = 1;
		if (!((((int)now.up[ Index(((int)((P1 *)_this)->i), 2) ])&&((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ]))))
			continue;
		/* merge: gone[i] = 1(0, 263, 271) */
		reached[1][263] = 1;
		(trpt+1)->bup.oval = ((int)now.gone[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.gone[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("gone[accepted:i]", ((int)now.gone[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 127: // STATE 264 - acp.pml:131 - [(nempty(line[((2*i)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][264] = 1;
		if (!((q_len(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ])>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 128: // STATE 265 - acp.pml:131 - [line[((2*i)+0)]?_,_,_] (0:0:3 - 1)
		reached[1][265] = 1;
		if (q_len(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = qrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 1, 0);
		(trpt+1)->bup.ovals[2] = qrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 2, 0);
		;
		qrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 0, 0);
		qrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 1, 0);
		qrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 2, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 129: // STATE 266 - acp.pml:131 - [(empty(line[((2*i)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][266] = 1;
		if (!((q_len(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ])==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 130: // STATE 272 - acp.pml:130 - [(nempty(unacked[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][272] = 1;
		if (!((q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 131: // STATE 273 - acp.pml:130 - [unacked[((2*i)+1)]?_] (0:0:1 - 1)
		reached[1][273] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.oval = qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 0);
		;
		qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 132: // STATE 274 - acp.pml:130 - [(empty(unacked[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][274] = 1;
		if (!((q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 133: // STATE 280 - acp.pml:410 - [at_l[i] = 4] (0:0:1 - 1)
		IfNotBlocked
		reached[1][280] = 1;
		(trpt+1)->bup.oval = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 134: // STATE 281 - acp.pml:412 - [(((0&&(op[2]==1))&&(sent_in[2]==(i+1))))] (288:0:1 - 1)
		IfNotBlocked
		reached[1][281] = 1;
		if (!(((0&&(((int)now.op[2])==1))&&(((int)now.sent_in[2])==(((int)((P1 *)_this)->i)+1)))))
			continue;
		/* merge: op[2] = 3(0, 282, 288) */
		reached[1][282] = 1;
		(trpt+1)->bup.oval = ((int)now.op[2]);
		now.op[2] = 3;
#ifdef VAR_RANGES
		logval("op[2]", ((int)now.op[2]));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 135: // STATE 283 - acp.pml:125 - [(unacked[((2*i)+1)]??[eval(2)])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][283] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 1, 2, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 136: // STATE 284 - acp.pml:125 - [unacked[((2*i)+1)]??eval(2)] (0:0:1 - 1)
		reached[1][284] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 1, 2, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 137: // STATE 292 - acp.pml:395 - [(((work[0]==1)&&(within[0]==(i+1))))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][292] = 1;
		if (!(((((int)now.work[0])==1)&&(((int)now.within[0])==(((int)((P1 *)_this)->i)+1)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 138: // STATE 293 - acp.pml:397 - [((where[0]!=i))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][293] = 1;
		if (!((((int)now.where[0])!=((int)((P1 *)_this)->i))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 139: // STATE 294 - acp.pml:379 - [work[0] = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[1][294] = 1;
		(trpt+1)->bup.oval = ((int)now.work[0]);
		now.work[0] = 2;
#ifdef VAR_RANGES
		logval("work[0]", ((int)now.work[0]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 140: // STATE 295 - acp.pml:381 - [(!(gone[where[0]]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][295] = 1;
		if (!( !(((int)now.gone[ Index(((int)now.where[0]), 2) ]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 141: // STATE 296 - acp.pml:107 - [(broken[where[0]])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][296] = 1;
		if (!(((int)now.broken[ Index(((int)now.where[0]), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 142: // STATE 298 - acp.pml:109 - [assert(nfull(line[((2*where[0])+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][298] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.where[0]))+1), 6) ])), "(!q_full(line[((2*where[0])+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 143: // STATE 299 - acp.pml:110 - [line[((2*where[0])+1)]!3,0,(where[0]+1)] (0:0:0 - 1)
		IfNotBlocked
		reached[1][299] = 1;
		if (q_full(now.line[ Index(((2*((int)now.where[0]))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.where[0]))+1), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.where[0])+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.where[0]))+1), 6) ], 0, 3, 0, (((int)now.where[0])+1), 3);
		_m = 2; goto P999; /* 0 */
	case 144: // STATE 308 - acp.pml:402 - [work[0] = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[1][308] = 1;
		(trpt+1)->bup.oval = ((int)now.work[0]);
		now.work[0] = 2;
#ifdef VAR_RANGES
		logval("work[0]", ((int)now.work[0]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 145: // STATE 315 - acp.pml:395 - [(((work[1]==1)&&(within[1]==(i+1))))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][315] = 1;
		if (!(((((int)now.work[1])==1)&&(((int)now.within[1])==(((int)((P1 *)_this)->i)+1)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 146: // STATE 316 - acp.pml:397 - [((where[1]!=i))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][316] = 1;
		if (!((((int)now.where[1])!=((int)((P1 *)_this)->i))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: i */  (trpt+1)->bup.oval = ((P1 *)_this)->i;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->i = 0;
		_m = 3; goto P999; /* 0 */
	case 147: // STATE 317 - acp.pml:379 - [work[1] = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[1][317] = 1;
		(trpt+1)->bup.oval = ((int)now.work[1]);
		now.work[1] = 2;
#ifdef VAR_RANGES
		logval("work[1]", ((int)now.work[1]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 148: // STATE 318 - acp.pml:381 - [(!(gone[where[1]]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][318] = 1;
		if (!( !(((int)now.gone[ Index(((int)now.where[1]), 2) ]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 149: // STATE 319 - acp.pml:107 - [(broken[where[1]])] (539:0:0 - 1)
		IfNotBlocked
		reached[1][319] = 1;
		if (!(((int)now.broken[ Index(((int)now.where[1]), 2) ])))
			continue;
		/* merge: .(goto)(539, 324, 539) */
		reached[1][324] = 1;
		;
		/* merge: .(goto)(539, 328, 539) */
		reached[1][328] = 1;
		;
		/* merge: .(goto)(539, 333, 539) */
		reached[1][333] = 1;
		;
		/* merge: .(goto)(539, 336, 539) */
		reached[1][336] = 1;
		;
		/* merge: goto :b13(539, 339, 539) */
		reached[1][339] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 150: // STATE 321 - acp.pml:109 - [assert(nfull(line[((2*where[1])+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][321] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.where[1]))+1), 6) ])), "(!q_full(line[((2*where[1])+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 151: // STATE 322 - acp.pml:110 - [line[((2*where[1])+1)]!3,1,(where[1]+1)] (539:0:0 - 1)
		IfNotBlocked
		reached[1][322] = 1;
		if (q_full(now.line[ Index(((2*((int)now.where[1]))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.where[1]))+1), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.where[1])+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.where[1]))+1), 6) ], 0, 3, 1, (((int)now.where[1])+1), 3);
		/* merge: .(goto)(539, 324, 539) */
		reached[1][324] = 1;
		;
		/* merge: .(goto)(539, 328, 539) */
		reached[1][328] = 1;
		;
		/* merge: .(goto)(539, 333, 539) */
		reached[1][333] = 1;
		;
		/* merge: .(goto)(539, 336, 539) */
		reached[1][336] = 1;
		;
		/* merge: goto :b13(539, 339, 539) */
		reached[1][339] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 152: // STATE 331 - acp.pml:402 - [work[1] = 2] (0:539:1 - 1)
		IfNotBlocked
		reached[1][331] = 1;
		(trpt+1)->bup.oval = ((int)now.work[1]);
		now.work[1] = 2;
#ifdef VAR_RANGES
		logval("work[1]", ((int)now.work[1]));
#endif
		;
		/* merge: .(goto)(539, 333, 539) */
		reached[1][333] = 1;
		;
		/* merge: .(goto)(539, 336, 539) */
		reached[1][336] = 1;
		;
		/* merge: goto :b13(539, 339, 539) */
		reached[1][339] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 153: // STATE 336 - acp.pml:407 - [.(goto)] (0:539:0 - 8)
		IfNotBlocked
		reached[1][336] = 1;
		;
		/* merge: goto :b13(539, 339, 539) */
		reached[1][339] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 154: // STATE 341 - acp.pml:536 - [((((at_l[i]==2)&&!(broken[i]))&&(refusals<1)))] (401:0:1 - 1)
		IfNotBlocked
		reached[1][341] = 1;
		if (!((((((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ])==2)&& !(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))&&(((int)now.refusals)<1))))
			continue;
		/* merge: refusals = (refusals+1)(0, 342, 401) */
		reached[1][342] = 1;
		(trpt+1)->bup.oval = ((int)now.refusals);
		now.refusals = (((int)now.refusals)+1);
#ifdef VAR_RANGES
		logval("refusals", ((int)now.refusals));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 155: // STATE 343 - acp.pml:410 - [at_l[i] = 4] (0:0:1 - 1)
		IfNotBlocked
		reached[1][343] = 1;
		(trpt+1)->bup.oval = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 156: // STATE 344 - acp.pml:412 - [(((0&&(op[2]==1))&&(sent_in[2]==(i+1))))] (351:0:1 - 1)
		IfNotBlocked
		reached[1][344] = 1;
		if (!(((0&&(((int)now.op[2])==1))&&(((int)now.sent_in[2])==(((int)((P1 *)_this)->i)+1)))))
			continue;
		/* merge: op[2] = 3(0, 345, 351) */
		reached[1][345] = 1;
		(trpt+1)->bup.oval = ((int)now.op[2]);
		now.op[2] = 3;
#ifdef VAR_RANGES
		logval("op[2]", ((int)now.op[2]));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 157: // STATE 346 - acp.pml:125 - [(unacked[((2*i)+1)]??[eval(2)])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][346] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 1, 2, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 158: // STATE 347 - acp.pml:125 - [unacked[((2*i)+1)]??eval(2)] (0:0:1 - 1)
		reached[1][347] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 1, 2, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 159: // STATE 355 - acp.pml:395 - [(((work[0]==1)&&(within[0]==(i+1))))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][355] = 1;
		if (!(((((int)now.work[0])==1)&&(((int)now.within[0])==(((int)((P1 *)_this)->i)+1)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 160: // STATE 356 - acp.pml:397 - [((where[0]!=i))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][356] = 1;
		if (!((((int)now.where[0])!=((int)((P1 *)_this)->i))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 161: // STATE 357 - acp.pml:379 - [work[0] = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[1][357] = 1;
		(trpt+1)->bup.oval = ((int)now.work[0]);
		now.work[0] = 2;
#ifdef VAR_RANGES
		logval("work[0]", ((int)now.work[0]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 162: // STATE 358 - acp.pml:381 - [(!(gone[where[0]]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][358] = 1;
		if (!( !(((int)now.gone[ Index(((int)now.where[0]), 2) ]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 163: // STATE 359 - acp.pml:107 - [(broken[where[0]])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][359] = 1;
		if (!(((int)now.broken[ Index(((int)now.where[0]), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 164: // STATE 361 - acp.pml:109 - [assert(nfull(line[((2*where[0])+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][361] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.where[0]))+1), 6) ])), "(!q_full(line[((2*where[0])+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 165: // STATE 362 - acp.pml:110 - [line[((2*where[0])+1)]!3,0,(where[0]+1)] (0:0:0 - 1)
		IfNotBlocked
		reached[1][362] = 1;
		if (q_full(now.line[ Index(((2*((int)now.where[0]))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.where[0]))+1), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.where[0])+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.where[0]))+1), 6) ], 0, 3, 0, (((int)now.where[0])+1), 3);
		_m = 2; goto P999; /* 0 */
	case 166: // STATE 371 - acp.pml:402 - [work[0] = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[1][371] = 1;
		(trpt+1)->bup.oval = ((int)now.work[0]);
		now.work[0] = 2;
#ifdef VAR_RANGES
		logval("work[0]", ((int)now.work[0]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 167: // STATE 378 - acp.pml:395 - [(((work[1]==1)&&(within[1]==(i+1))))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][378] = 1;
		if (!(((((int)now.work[1])==1)&&(((int)now.within[1])==(((int)((P1 *)_this)->i)+1)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 168: // STATE 379 - acp.pml:397 - [((where[1]!=i))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][379] = 1;
		if (!((((int)now.where[1])!=((int)((P1 *)_this)->i))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 169: // STATE 380 - acp.pml:379 - [work[1] = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[1][380] = 1;
		(trpt+1)->bup.oval = ((int)now.work[1]);
		now.work[1] = 2;
#ifdef VAR_RANGES
		logval("work[1]", ((int)now.work[1]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 170: // STATE 381 - acp.pml:381 - [(!(gone[where[1]]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][381] = 1;
		if (!( !(((int)now.gone[ Index(((int)now.where[1]), 2) ]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 171: // STATE 382 - acp.pml:107 - [(broken[where[1]])] (413:0:1 - 1)
		IfNotBlocked
		reached[1][382] = 1;
		if (!(((int)now.broken[ Index(((int)now.where[1]), 2) ])))
			continue;
		/* merge: .(goto)(413, 387, 413) */
		reached[1][387] = 1;
		;
		/* merge: .(goto)(413, 391, 413) */
		reached[1][391] = 1;
		;
		/* merge: .(goto)(413, 396, 413) */
		reached[1][396] = 1;
		;
		/* merge: .(goto)(413, 399, 413) */
		reached[1][399] = 1;
		;
		/* merge: at_l[i] = 3(413, 402, 413) */
		reached[1][402] = 1;
		(trpt+1)->bup.oval = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 3;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 5 */
	case 172: // STATE 384 - acp.pml:109 - [assert(nfull(line[((2*where[1])+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][384] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.where[1]))+1), 6) ])), "(!q_full(line[((2*where[1])+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 173: // STATE 385 - acp.pml:110 - [line[((2*where[1])+1)]!3,1,(where[1]+1)] (413:0:1 - 1)
		IfNotBlocked
		reached[1][385] = 1;
		if (q_full(now.line[ Index(((2*((int)now.where[1]))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.where[1]))+1), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.where[1])+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.where[1]))+1), 6) ], 0, 3, 1, (((int)now.where[1])+1), 3);
		/* merge: .(goto)(413, 387, 413) */
		reached[1][387] = 1;
		;
		/* merge: .(goto)(413, 391, 413) */
		reached[1][391] = 1;
		;
		/* merge: .(goto)(413, 396, 413) */
		reached[1][396] = 1;
		;
		/* merge: .(goto)(413, 399, 413) */
		reached[1][399] = 1;
		;
		/* merge: at_l[i] = 3(413, 402, 413) */
		reached[1][402] = 1;
		(trpt+1)->bup.oval = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 3;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 2; goto P999; /* 5 */
	case 174: // STATE 394 - acp.pml:402 - [work[1] = 2] (0:413:2 - 1)
		IfNotBlocked
		reached[1][394] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.work[1]);
		now.work[1] = 2;
#ifdef VAR_RANGES
		logval("work[1]", ((int)now.work[1]));
#endif
		;
		/* merge: .(goto)(413, 396, 413) */
		reached[1][396] = 1;
		;
		/* merge: .(goto)(413, 399, 413) */
		reached[1][399] = 1;
		;
		/* merge: at_l[i] = 3(413, 402, 413) */
		reached[1][402] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 3;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 175: // STATE 402 - acp.pml:539 - [at_l[i] = 3] (0:413:1 - 9)
		IfNotBlocked
		reached[1][402] = 1;
		(trpt+1)->bup.oval = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 3;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 176: // STATE 403 - acp.pml:107 - [(broken[i])] (412:0:1 - 1)
		IfNotBlocked
		reached[1][403] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(412, 408, 412) */
		reached[1][408] = 1;
		;
		/* merge: repeats[(i+12)] = 0(412, 410, 412) */
		reached[1][410] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[ Index((((int)((P1 *)_this)->i)+12), 15) ]);
		now.repeats[ Index((((P1 *)_this)->i+12), 15) ] = 0;
#ifdef VAR_RANGES
		logval("repeats[(accepted:i+12)]", ((int)now.repeats[ Index((((int)((P1 *)_this)->i)+12), 15) ]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*i)+1)]))(412, 411, 412) */
		reached[1][411] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(unacked[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 3 */
	case 177: // STATE 405 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][405] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 178: // STATE 406 - acp.pml:110 - [line[((2*i)+1)]!5,(i+12),(i+1)] (412:0:1 - 1)
		IfNotBlocked
		reached[1][406] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 5); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P1 *)_this)->i)+12)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P1 *)_this)->i)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 5, (((int)((P1 *)_this)->i)+12), (((int)((P1 *)_this)->i)+1), 3);
		/* merge: .(goto)(412, 408, 412) */
		reached[1][408] = 1;
		;
		/* merge: repeats[(i+12)] = 0(412, 410, 412) */
		reached[1][410] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[ Index((((int)((P1 *)_this)->i)+12), 15) ]);
		now.repeats[ Index((((P1 *)_this)->i+12), 15) ] = 0;
#ifdef VAR_RANGES
		logval("repeats[(accepted:i+12)]", ((int)now.repeats[ Index((((int)((P1 *)_this)->i)+12), 15) ]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*i)+1)]))(412, 411, 412) */
		reached[1][411] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(unacked[((2*i)+1)]))", II, tt, t);
		_m = 2; goto P999; /* 3 */
	case 179: // STATE 410 - acp.pml:117 - [repeats[(i+12)] = 0] (0:412:1 - 3)
		IfNotBlocked
		reached[1][410] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[ Index((((int)((P1 *)_this)->i)+12), 15) ]);
		now.repeats[ Index((((P1 *)_this)->i+12), 15) ] = 0;
#ifdef VAR_RANGES
		logval("repeats[(accepted:i+12)]", ((int)now.repeats[ Index((((int)((P1 *)_this)->i)+12), 15) ]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*i)+1)]))(412, 411, 412) */
		reached[1][411] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(unacked[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 1 */
	case 180: // STATE 412 - acp.pml:119 - [unacked[((2*i)+1)]!(i+12)] (0:0:0 - 1)
		IfNotBlocked
		reached[1][412] = 1;
		if (q_full(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", (((int)((P1 *)_this)->i)+12)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, (((int)((P1 *)_this)->i)+12), 0, 0, 1);
		_m = 2; goto P999; /* 0 */
	case 181: // STATE 415 - acp.pml:542 - [((timeout&&nempty(unacked[((2*i)+1)])))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][415] = 1;
		if (!((((trpt->tau)&1)&&(q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])>0))))
			continue;
		_m = 1; goto P999; /* 0 */
	case 182: // STATE 416 - acp.pml:500 - [unacked[((2*i)+1)]?<x>] (0:0:2 - 1)
		reached[1][416] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P1 *)_this)->x);
		;
		((P1 *)_this)->x = qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 183: // STATE 417 - acp.pml:502 - [((repeats[x]<2))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][417] = 1;
		if (!((((int)now.repeats[ Index(((int)((P1 *)_this)->x), 15) ])<2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: x */  (trpt+1)->bup.oval = ((P1 *)_this)->x;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->x = 0;
		_m = 3; goto P999; /* 0 */
	case 184: // STATE 418 - acp.pml:145 - [unacked[((2*i)+1)]?<x>] (452:0:3 - 1)
		reached[1][418] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P1 *)_this)->x);
		;
		((P1 *)_this)->x = qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: repeats[x] = (repeats[x]+1)(0, 419, 452) */
		reached[1][419] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.repeats[ Index(((int)((P1 *)_this)->x), 15) ]);
		now.repeats[ Index(((P1 *)_this)->x, 15) ] = (((int)now.repeats[ Index(((int)((P1 *)_this)->x), 15) ])+1);
#ifdef VAR_RANGES
		logval("repeats[accepted:x]", ((int)now.repeats[ Index(((int)((P1 *)_this)->x), 15) ]));
#endif
		;
		_m = 4; goto P999; /* 1 */
	case 185: // STATE 420 - acp.pml:148 - [((x<=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][420] = 1;
		if (!((((int)((P1 *)_this)->x)<=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 186: // STATE 421 - acp.pml:107 - [(broken[i])] (536:0:1 - 1)
		IfNotBlocked
		reached[1][421] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 426, 536) */
		reached[1][426] = 1;
		;
		/* merge: .(goto)(536, 453, 536) */
		reached[1][453] = 1;
		;
		/* merge: .(goto)(536, 471, 536) */
		reached[1][471] = 1;
		;
		/* merge: x = 0(536, 472, 536) */
		reached[1][472] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 187: // STATE 423 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][423] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 188: // STATE 424 - acp.pml:110 - [line[((2*i)+1)]!4,x,sent_in[x]] (536:0:1 - 1)
		IfNotBlocked
		reached[1][424] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 4); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.sent_in[ Index(((int)((P1 *)_this)->x), 3) ])); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 4, ((int)((P1 *)_this)->x), ((int)now.sent_in[ Index(((int)((P1 *)_this)->x), 3) ]), 3);
		/* merge: .(goto)(536, 426, 536) */
		reached[1][426] = 1;
		;
		/* merge: .(goto)(536, 453, 536) */
		reached[1][453] = 1;
		;
		/* merge: .(goto)(536, 471, 536) */
		reached[1][471] = 1;
		;
		/* merge: x = 0(536, 472, 536) */
		reached[1][472] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 189: // STATE 428 - acp.pml:149 - [(((x>2)&&(x<(0+6))))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][428] = 1;
		if (!(((((int)((P1 *)_this)->x)>2)&&(((int)((P1 *)_this)->x)<(0+6)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 190: // STATE 429 - acp.pml:107 - [(broken[i])] (536:0:1 - 1)
		IfNotBlocked
		reached[1][429] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 434, 536) */
		reached[1][434] = 1;
		;
		/* merge: .(goto)(536, 453, 536) */
		reached[1][453] = 1;
		;
		/* merge: .(goto)(536, 471, 536) */
		reached[1][471] = 1;
		;
		/* merge: x = 0(536, 472, 536) */
		reached[1][472] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 191: // STATE 431 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][431] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 192: // STATE 432 - acp.pml:110 - [line[((2*i)+1)]!3,(x-3),(i+1)] (536:0:1 - 1)
		IfNotBlocked
		reached[1][432] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P1 *)_this)->x)-3)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P1 *)_this)->i)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 3, (((int)((P1 *)_this)->x)-3), (((int)((P1 *)_this)->i)+1), 3);
		/* merge: .(goto)(536, 434, 536) */
		reached[1][434] = 1;
		;
		/* merge: .(goto)(536, 453, 536) */
		reached[1][453] = 1;
		;
		/* merge: .(goto)(536, 471, 536) */
		reached[1][471] = 1;
		;
		/* merge: x = 0(536, 472, 536) */
		reached[1][472] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 193: // STATE 436 - acp.pml:150 - [(((x>=(0+6))&&(x<(0+9))))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][436] = 1;
		if (!(((((int)((P1 *)_this)->x)>=(0+6))&&(((int)((P1 *)_this)->x)<(0+9)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 194: // STATE 437 - acp.pml:107 - [(broken[i])] (536:0:1 - 1)
		IfNotBlocked
		reached[1][437] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 442, 536) */
		reached[1][442] = 1;
		;
		/* merge: .(goto)(536, 453, 536) */
		reached[1][453] = 1;
		;
		/* merge: .(goto)(536, 471, 536) */
		reached[1][471] = 1;
		;
		/* merge: x = 0(536, 472, 536) */
		reached[1][472] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 195: // STATE 439 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][439] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 196: // STATE 440 - acp.pml:110 - [line[((2*i)+1)]!8,x,(i+1)] (536:0:1 - 1)
		IfNotBlocked
		reached[1][440] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 8); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P1 *)_this)->i)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 8, ((int)((P1 *)_this)->x), (((int)((P1 *)_this)->i)+1), 3);
		/* merge: .(goto)(536, 442, 536) */
		reached[1][442] = 1;
		;
		/* merge: .(goto)(536, 453, 536) */
		reached[1][453] = 1;
		;
		/* merge: .(goto)(536, 471, 536) */
		reached[1][471] = 1;
		;
		/* merge: x = 0(536, 472, 536) */
		reached[1][472] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 197: // STATE 444 - acp.pml:151 - [((x>=(0+9)))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][444] = 1;
		if (!((((int)((P1 *)_this)->x)>=(0+9))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 198: // STATE 445 - acp.pml:107 - [(broken[i])] (536:0:1 - 1)
		IfNotBlocked
		reached[1][445] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 450, 536) */
		reached[1][450] = 1;
		;
		/* merge: .(goto)(536, 453, 536) */
		reached[1][453] = 1;
		;
		/* merge: .(goto)(536, 471, 536) */
		reached[1][471] = 1;
		;
		/* merge: x = 0(536, 472, 536) */
		reached[1][472] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 199: // STATE 447 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][447] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 200: // STATE 448 - acp.pml:110 - [line[((2*i)+1)]!5,x,(i+1)] (536:0:1 - 1)
		IfNotBlocked
		reached[1][448] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 5); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P1 *)_this)->i)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 5, ((int)((P1 *)_this)->x), (((int)((P1 *)_this)->i)+1), 3);
		/* merge: .(goto)(536, 450, 536) */
		reached[1][450] = 1;
		;
		/* merge: .(goto)(536, 453, 536) */
		reached[1][453] = 1;
		;
		/* merge: .(goto)(536, 471, 536) */
		reached[1][471] = 1;
		;
		/* merge: x = 0(536, 472, 536) */
		reached[1][472] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 201: // STATE 471 - acp.pml:512 - [.(goto)] (0:536:1 - 19)
		IfNotBlocked
		reached[1][471] = 1;
		;
		/* merge: x = 0(536, 472, 536) */
		reached[1][472] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 202: // STATE 456 - acp.pml:504 - [assert(((lost+early)>2))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][456] = 1;
		spin_assert(((((int)now.lost)+((int)now.early))>2), "((lost+early)>2)", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 203: // STATE 457 - acp.pml:505 - [unacked[((2*i)+1)]?x] (0:0:1 - 1)
		reached[1][457] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		;
		((P1 *)_this)->x = qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 1);
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 204: // STATE 458 - acp.pml:507 - [((x==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][458] = 1;
		if (!((((int)((P1 *)_this)->x)==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 205: // STATE 459 - acp.pml:166 - [((op[x]==1))] (536:0:2 - 1)
		IfNotBlocked
		reached[1][459] = 1;
		if (!((((int)now.op[ Index(((int)((P1 *)_this)->x), 3) ])==1)))
			continue;
		/* merge: op[x] = 3(536, 460, 536) */
		reached[1][460] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P1 *)_this)->x), 3) ]);
		now.op[ Index(((P1 *)_this)->x, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[accepted:x]", ((int)now.op[ Index(((int)((P1 *)_this)->x), 3) ]));
#endif
		;
		/* merge: .(goto)(536, 463, 536) */
		reached[1][463] = 1;
		;
		/* merge: .(goto)(536, 469, 536) */
		reached[1][469] = 1;
		;
		/* merge: .(goto)(536, 471, 536) */
		reached[1][471] = 1;
		;
		/* merge: x = 0(536, 472, 536) */
		reached[1][472] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 206: // STATE 465 - acp.pml:508 - [(((x==(i+12))&&(at_l[i]==3)))] (536:0:3 - 1)
		IfNotBlocked
		reached[1][465] = 1;
		if (!(((((int)((P1 *)_this)->x)==(((int)((P1 *)_this)->i)+12))&&(((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ])==3))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: x */  (trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->x;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->x = 0;
		/* merge: at_l[i] = 4(536, 466, 536) */
		reached[1][466] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(536, 469, 536) */
		reached[1][469] = 1;
		;
		/* merge: .(goto)(536, 471, 536) */
		reached[1][471] = 1;
		;
		/* merge: x = 0(536, 472, 536) */
		reached[1][472] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 207: // STATE 475 - acp.pml:543 - [(((early<1)&&nempty(unacked[((2*i)+1)])))] (534:0:1 - 1)
		IfNotBlocked
		reached[1][475] = 1;
		if (!(((((int)now.early)<1)&&(q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])>0))))
			continue;
		/* merge: early = (early+1)(0, 476, 534) */
		reached[1][476] = 1;
		(trpt+1)->bup.oval = ((int)now.early);
		now.early = (((int)now.early)+1);
#ifdef VAR_RANGES
		logval("early", ((int)now.early));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 208: // STATE 477 - acp.pml:500 - [unacked[((2*i)+1)]?<x>] (0:0:2 - 1)
		reached[1][477] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P1 *)_this)->x);
		;
		((P1 *)_this)->x = qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 209: // STATE 478 - acp.pml:502 - [((repeats[x]<2))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][478] = 1;
		if (!((((int)now.repeats[ Index(((int)((P1 *)_this)->x), 15) ])<2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: x */  (trpt+1)->bup.oval = ((P1 *)_this)->x;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->x = 0;
		_m = 3; goto P999; /* 0 */
	case 210: // STATE 479 - acp.pml:145 - [unacked[((2*i)+1)]?<x>] (513:0:3 - 1)
		reached[1][479] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P1 *)_this)->x);
		;
		((P1 *)_this)->x = qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: repeats[x] = (repeats[x]+1)(0, 480, 513) */
		reached[1][480] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.repeats[ Index(((int)((P1 *)_this)->x), 15) ]);
		now.repeats[ Index(((P1 *)_this)->x, 15) ] = (((int)now.repeats[ Index(((int)((P1 *)_this)->x), 15) ])+1);
#ifdef VAR_RANGES
		logval("repeats[accepted:x]", ((int)now.repeats[ Index(((int)((P1 *)_this)->x), 15) ]));
#endif
		;
		_m = 4; goto P999; /* 1 */
	case 211: // STATE 481 - acp.pml:148 - [((x<=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][481] = 1;
		if (!((((int)((P1 *)_this)->x)<=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 212: // STATE 482 - acp.pml:107 - [(broken[i])] (536:0:1 - 1)
		IfNotBlocked
		reached[1][482] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 487, 536) */
		reached[1][487] = 1;
		;
		/* merge: .(goto)(536, 514, 536) */
		reached[1][514] = 1;
		;
		/* merge: .(goto)(536, 532, 536) */
		reached[1][532] = 1;
		;
		/* merge: x = 0(536, 533, 536) */
		reached[1][533] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 213: // STATE 484 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][484] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 214: // STATE 485 - acp.pml:110 - [line[((2*i)+1)]!4,x,sent_in[x]] (536:0:1 - 1)
		IfNotBlocked
		reached[1][485] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 4); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.sent_in[ Index(((int)((P1 *)_this)->x), 3) ])); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 4, ((int)((P1 *)_this)->x), ((int)now.sent_in[ Index(((int)((P1 *)_this)->x), 3) ]), 3);
		/* merge: .(goto)(536, 487, 536) */
		reached[1][487] = 1;
		;
		/* merge: .(goto)(536, 514, 536) */
		reached[1][514] = 1;
		;
		/* merge: .(goto)(536, 532, 536) */
		reached[1][532] = 1;
		;
		/* merge: x = 0(536, 533, 536) */
		reached[1][533] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 215: // STATE 489 - acp.pml:149 - [(((x>2)&&(x<(0+6))))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][489] = 1;
		if (!(((((int)((P1 *)_this)->x)>2)&&(((int)((P1 *)_this)->x)<(0+6)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 216: // STATE 490 - acp.pml:107 - [(broken[i])] (536:0:1 - 1)
		IfNotBlocked
		reached[1][490] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 495, 536) */
		reached[1][495] = 1;
		;
		/* merge: .(goto)(536, 514, 536) */
		reached[1][514] = 1;
		;
		/* merge: .(goto)(536, 532, 536) */
		reached[1][532] = 1;
		;
		/* merge: x = 0(536, 533, 536) */
		reached[1][533] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 217: // STATE 492 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][492] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 218: // STATE 493 - acp.pml:110 - [line[((2*i)+1)]!3,(x-3),(i+1)] (536:0:1 - 1)
		IfNotBlocked
		reached[1][493] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P1 *)_this)->x)-3)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P1 *)_this)->i)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 3, (((int)((P1 *)_this)->x)-3), (((int)((P1 *)_this)->i)+1), 3);
		/* merge: .(goto)(536, 495, 536) */
		reached[1][495] = 1;
		;
		/* merge: .(goto)(536, 514, 536) */
		reached[1][514] = 1;
		;
		/* merge: .(goto)(536, 532, 536) */
		reached[1][532] = 1;
		;
		/* merge: x = 0(536, 533, 536) */
		reached[1][533] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 219: // STATE 497 - acp.pml:150 - [(((x>=(0+6))&&(x<(0+9))))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][497] = 1;
		if (!(((((int)((P1 *)_this)->x)>=(0+6))&&(((int)((P1 *)_this)->x)<(0+9)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 220: // STATE 498 - acp.pml:107 - [(broken[i])] (536:0:1 - 1)
		IfNotBlocked
		reached[1][498] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 503, 536) */
		reached[1][503] = 1;
		;
		/* merge: .(goto)(536, 514, 536) */
		reached[1][514] = 1;
		;
		/* merge: .(goto)(536, 532, 536) */
		reached[1][532] = 1;
		;
		/* merge: x = 0(536, 533, 536) */
		reached[1][533] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 221: // STATE 500 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][500] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 222: // STATE 501 - acp.pml:110 - [line[((2*i)+1)]!8,x,(i+1)] (536:0:1 - 1)
		IfNotBlocked
		reached[1][501] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 8); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P1 *)_this)->i)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 8, ((int)((P1 *)_this)->x), (((int)((P1 *)_this)->i)+1), 3);
		/* merge: .(goto)(536, 503, 536) */
		reached[1][503] = 1;
		;
		/* merge: .(goto)(536, 514, 536) */
		reached[1][514] = 1;
		;
		/* merge: .(goto)(536, 532, 536) */
		reached[1][532] = 1;
		;
		/* merge: x = 0(536, 533, 536) */
		reached[1][533] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 223: // STATE 505 - acp.pml:151 - [((x>=(0+9)))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][505] = 1;
		if (!((((int)((P1 *)_this)->x)>=(0+9))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 224: // STATE 506 - acp.pml:107 - [(broken[i])] (536:0:1 - 1)
		IfNotBlocked
		reached[1][506] = 1;
		if (!(((int)now.broken[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		/* merge: .(goto)(536, 511, 536) */
		reached[1][511] = 1;
		;
		/* merge: .(goto)(536, 514, 536) */
		reached[1][514] = 1;
		;
		/* merge: .(goto)(536, 532, 536) */
		reached[1][532] = 1;
		;
		/* merge: x = 0(536, 533, 536) */
		reached[1][533] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 225: // STATE 508 - acp.pml:109 - [assert(nfull(line[((2*i)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][508] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ])), "(!q_full(line[((2*i)+1)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 226: // STATE 509 - acp.pml:110 - [line[((2*i)+1)]!5,x,(i+1)] (536:0:1 - 1)
		IfNotBlocked
		reached[1][509] = 1;
		if (q_full(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", 5); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P1 *)_this)->i)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], 0, 5, ((int)((P1 *)_this)->x), (((int)((P1 *)_this)->i)+1), 3);
		/* merge: .(goto)(536, 511, 536) */
		reached[1][511] = 1;
		;
		/* merge: .(goto)(536, 514, 536) */
		reached[1][514] = 1;
		;
		/* merge: .(goto)(536, 532, 536) */
		reached[1][532] = 1;
		;
		/* merge: x = 0(536, 533, 536) */
		reached[1][533] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 227: // STATE 532 - acp.pml:512 - [.(goto)] (0:536:1 - 19)
		IfNotBlocked
		reached[1][532] = 1;
		;
		/* merge: x = 0(536, 533, 536) */
		reached[1][533] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 228: // STATE 517 - acp.pml:504 - [assert(((lost+early)>2))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][517] = 1;
		spin_assert(((((int)now.lost)+((int)now.early))>2), "((lost+early)>2)", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 229: // STATE 518 - acp.pml:505 - [unacked[((2*i)+1)]?x] (0:0:1 - 1)
		reached[1][518] = 1;
		if (q_len(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->x);
		;
		((P1 *)_this)->x = qrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 1);
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 230: // STATE 519 - acp.pml:507 - [((x==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][519] = 1;
		if (!((((int)((P1 *)_this)->x)==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 231: // STATE 520 - acp.pml:166 - [((op[x]==1))] (536:0:2 - 1)
		IfNotBlocked
		reached[1][520] = 1;
		if (!((((int)now.op[ Index(((int)((P1 *)_this)->x), 3) ])==1)))
			continue;
		/* merge: op[x] = 3(536, 521, 536) */
		reached[1][521] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P1 *)_this)->x), 3) ]);
		now.op[ Index(((P1 *)_this)->x, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[accepted:x]", ((int)now.op[ Index(((int)((P1 *)_this)->x), 3) ]));
#endif
		;
		/* merge: .(goto)(536, 524, 536) */
		reached[1][524] = 1;
		;
		/* merge: .(goto)(536, 530, 536) */
		reached[1][530] = 1;
		;
		/* merge: .(goto)(536, 532, 536) */
		reached[1][532] = 1;
		;
		/* merge: x = 0(536, 533, 536) */
		reached[1][533] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 232: // STATE 526 - acp.pml:508 - [(((x==(i+12))&&(at_l[i]==3)))] (536:0:3 - 1)
		IfNotBlocked
		reached[1][526] = 1;
		if (!(((((int)((P1 *)_this)->x)==(((int)((P1 *)_this)->i)+12))&&(((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ])==3))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: x */  (trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->x;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->x = 0;
		/* merge: at_l[i] = 4(536, 527, 536) */
		reached[1][527] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("at_l[accepted:i]", ((int)now.at_l[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(536, 530, 536) */
		reached[1][530] = 1;
		;
		/* merge: .(goto)(536, 532, 536) */
		reached[1][532] = 1;
		;
		/* merge: x = 0(536, 533, 536) */
		reached[1][533] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->x);
		((P1 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("accepted:x", ((int)((P1 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 537, 536) */
		reached[1][537] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 233: // STATE 539 - acp.pml:545 - [-end-] (0:0:0 - 2)
		IfNotBlocked
		reached[1][539] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC dialer */
	case 234: // STATE 1 - acp.pml:314 - [(finished)] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1] = 1;
		if (!(((int)now.finished)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 235: // STATE 3 - acp.pml:316 - [((((c==255)&&!(finished))&&(next<2)))] (14:0:3 - 1)
		IfNotBlocked
		reached[0][3] = 1;
		if (!((((((int)now.c)==255)&& !(((int)now.finished)))&&(((int)now.next)<2))))
			continue;
		/* merge: assert(((op[0]!=1)&&(op[1]!=1)))(14, 4, 14) */
		reached[0][4] = 1;
		spin_assert(((((int)now.op[0])!=1)&&(((int)now.op[1])!=1)), "((op[0]!=1)&&(op[1]!=1))", II, tt, t);
		/* merge: c = next(14, 5, 14) */
		reached[0][5] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.c);
		now.c = ((int)now.next);
#ifdef VAR_RANGES
		logval("c", ((int)now.c));
#endif
		;
		/* merge: next = (next+1)(14, 6, 14) */
		reached[0][6] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.next);
		now.next = (((int)now.next)+1);
#ifdef VAR_RANGES
		logval("next", ((int)now.next));
#endif
		;
		/* merge: up[c] = 1(14, 7, 14) */
		reached[0][7] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.up[ Index(((int)now.c), 2) ]);
		now.up[ Index(now.c, 2) ] = 1;
#ifdef VAR_RANGES
		logval("up[c]", ((int)now.up[ Index(((int)now.c), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 4 */
	case 236: // STATE 8 - acp.pml:107 - [(broken[c])] (664:0:0 - 1)
		IfNotBlocked
		reached[0][8] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(0, 13, 664) */
		reached[0][13] = 1;
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 237: // STATE 10 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][10] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 238: // STATE 11 - acp.pml:110 - [line[((2*c)+0)]!10,0,0] (664:0:0 - 1)
		IfNotBlocked
		reached[0][11] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 10); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 10, 0, 0, 3);
		/* merge: .(goto)(0, 13, 664) */
		reached[0][13] = 1;
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 2 */
	case 239: // STATE 16 - acp.pml:321 - [((((c==255)&&!(finished))&&(next==2)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][16] = 1;
		if (!((((((int)now.c)==255)&& !(((int)now.finished)))&&(((int)now.next)==2))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 240: // STATE 17 - acp.pml:323 - [((op[0]==0))] (25:0:1 - 1)
		IfNotBlocked
		reached[0][17] = 1;
		if (!((((int)now.op[0])==0)))
			continue;
		/* merge: op[0] = 3(0, 18, 25) */
		reached[0][18] = 1;
		(trpt+1)->bup.oval = ((int)now.op[0]);
		now.op[0] = 3;
#ifdef VAR_RANGES
		logval("op[0]", ((int)now.op[0]));
#endif
		;
		/* merge: .(goto)(0, 21, 25) */
		reached[0][21] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 241: // STATE 22 - acp.pml:327 - [(((2>1)&&(op[1]==0)))] (664:0:2 - 1)
		IfNotBlocked
		reached[0][22] = 1;
		if (!(((2>1)&&(((int)now.op[1])==0))))
			continue;
		/* merge: op[1] = 3(664, 23, 664) */
		reached[0][23] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[1]);
		now.op[1] = 3;
#ifdef VAR_RANGES
		logval("op[1]", ((int)now.op[1]));
#endif
		;
		/* merge: .(goto)(664, 26, 664) */
		reached[0][26] = 1;
		;
		/* merge: finished = 1(664, 27, 664) */
		reached[0][27] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.finished);
		now.finished = 1;
#ifdef VAR_RANGES
		logval("finished", ((int)now.finished));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 242: // STATE 26 - acp.pml:330 - [.(goto)] (0:664:1 - 2)
		IfNotBlocked
		reached[0][26] = 1;
		;
		/* merge: finished = 1(664, 27, 664) */
		reached[0][27] = 1;
		(trpt+1)->bup.oval = ((int)now.finished);
		now.finished = 1;
#ifdef VAR_RANGES
		logval("finished", ((int)now.finished));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 243: // STATE 29 - acp.pml:332 - [(((c!=255)&&broken[c]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][29] = 1;
		if (!(((((int)now.c)!=255)&&((int)now.broken[ Index(((int)now.c), 2) ]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 244: // STATE 30 - acp.pml:131 - [(nempty(line[((2*c)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][30] = 1;
		if (!((q_len(now.line[ Index(((2*((int)now.c))+1), 6) ])>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 245: // STATE 31 - acp.pml:131 - [line[((2*c)+1)]?_,_,_] (0:0:3 - 1)
		reached[0][31] = 1;
		if (q_len(now.line[ Index(((2*((int)now.c))+1), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 1, 0);
		(trpt+1)->bup.ovals[2] = qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 2, 0);
		;
		qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 0, 0);
		qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 1, 0);
		qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 2, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.line[ Index(((2*((int)now.c))+1), 6) ]);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 246: // STATE 32 - acp.pml:131 - [(empty(line[((2*c)+1)]))] (47:0:2 - 1)
		IfNotBlocked
		reached[0][32] = 1;
		if (!((q_len(now.line[ Index(((2*((int)now.c))+1), 6) ])==0)))
			continue;
		/* merge: goto :b1(47, 33, 47) */
		reached[0][33] = 1;
		;
		/* merge: ready = 0(47, 38, 47) */
		reached[0][38] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.ready);
		now.ready = 0;
#ifdef VAR_RANGES
		logval("ready", ((int)now.ready));
#endif
		;
		/* merge: at_d = 0(47, 39, 47) */
		reached[0][39] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_d);
		now.at_d = 0;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 247: // STATE 38 - acp.pml:195 - [ready = 0] (0:47:2 - 3)
		IfNotBlocked
		reached[0][38] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.ready);
		now.ready = 0;
#ifdef VAR_RANGES
		logval("ready", ((int)now.ready));
#endif
		;
		/* merge: at_d = 0(47, 39, 47) */
		reached[0][39] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_d);
		now.at_d = 0;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 248: // STATE 40 - acp.pml:130 - [(nempty(unacked[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][40] = 1;
		if (!((q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ])>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 249: // STATE 41 - acp.pml:130 - [unacked[((2*c)+0)]?_] (0:0:1 - 1)
		reached[0][41] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.oval = qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 0);
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 250: // STATE 42 - acp.pml:130 - [(empty(unacked[((2*c)+0)]))] (60:0:1 - 1)
		IfNotBlocked
		reached[0][42] = 1;
		if (!((q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ])==0)))
			continue;
		/* merge: goto :b2(60, 43, 60) */
		reached[0][43] = 1;
		;
		/* merge: k = 0(60, 48, 60) */
		reached[0][48] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 61, 60) */
		reached[0][61] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 251: // STATE 48 - acp.pml:198 - [k = 0] (0:60:1 - 3)
		IfNotBlocked
		reached[0][48] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 61, 60) */
		reached[0][61] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 252: // STATE 49 - acp.pml:200 - [((k<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][49] = 1;
		if (!((((int)((P0 *)_this)->k)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 253: // STATE 50 - acp.pml:203 - [((op[k]==1))] (60:0:2 - 1)
		IfNotBlocked
		reached[0][50] = 1;
		if (!((((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==1)))
			continue;
		/* merge: op[k] = 3(60, 51, 60) */
		reached[0][51] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]);
		now.op[ Index(((P0 *)_this)->k, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[dialer:k]", ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]));
#endif
		;
		/* merge: .(goto)(60, 56, 60) */
		reached[0][56] = 1;
		;
		/* merge: k = (k+1)(60, 57, 60) */
		reached[0][57] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 61, 60) */
		reached[0][61] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 254: // STATE 52 - acp.pml:204 - [((op[k]==1))] (60:0:2 - 1)
		IfNotBlocked
		reached[0][52] = 1;
		if (!((((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==1)))
			continue;
		/* merge: op[k] = 0(60, 53, 60) */
		reached[0][53] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]);
		now.op[ Index(((P0 *)_this)->k, 3) ] = 0;
#ifdef VAR_RANGES
		logval("op[dialer:k]", ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]));
#endif
		;
		/* merge: .(goto)(60, 56, 60) */
		reached[0][56] = 1;
		;
		/* merge: k = (k+1)(60, 57, 60) */
		reached[0][57] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 61, 60) */
		reached[0][61] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 255: // STATE 57 - acp.pml:208 - [k = (k+1)] (0:60:1 - 4)
		IfNotBlocked
		reached[0][57] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 61, 60) */
		reached[0][61] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 256: // STATE 63 - acp.pml:211 - [k = 0] (0:664:3 - 3)
		IfNotBlocked
		reached[0][63] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: work[2] = ( ((work[2]==1)) -> (2) : (work[2]) )(664, 64, 664) */
		reached[0][64] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.work[2]);
		now.work[2] = ( ((((int)now.work[2])==1)) ? (2) : (((int)now.work[2])) );
#ifdef VAR_RANGES
		logval("work[2]", ((int)now.work[2]));
#endif
		;
		/* merge: c = 255(664, 65, 664) */
		reached[0][65] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.c);
		now.c = 255;
#ifdef VAR_RANGES
		logval("c", ((int)now.c));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 257: // STATE 68 - acp.pml:335 - [(((c!=255)&&nempty(line[((2*c)+1)])))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][68] = 1;
		if (!(((((int)now.c)!=255)&&(q_len(now.line[ Index(((2*((int)now.c))+1), 6) ])>0))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 258: // STATE 69 - acp.pml:335 - [line[((2*c)+1)]?t,r,s] (0:0:3 - 1)
		reached[0][69] = 1;
		if (q_len(now.line[ Index(((2*((int)now.c))+1), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->t;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->r);
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->s);
		;
		((P0 *)_this)->t = qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		((P0 *)_this)->r = qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		((P0 *)_this)->s = qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 2, 1);
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.line[ Index(((2*((int)now.c))+1), 6) ]);
		sprintf(simtmp, "%d", ((P0 *)_this)->t); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 259: // STATE 70 - acp.pml:218 - [((t==ACK_REGISTRO))] (664:0:5 - 1)
		IfNotBlocked
		reached[0][70] = 1;
		if (!((((P0 *)_this)->t==9)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->t = 0;
		/* merge: ready = 1(664, 71, 664) */
		reached[0][71] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ready);
		now.ready = 1;
#ifdef VAR_RANGES
		logval("ready", ((int)now.ready));
#endif
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals[2] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 260: // STATE 72 - acp.pml:219 - [((t==SESSION_ACCEPT))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][72] = 1;
		if (!((((P0 *)_this)->t==7)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P0 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 261: // STATE 73 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(r)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][73] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, ((int)((P0 *)_this)->r), 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 262: // STATE 74 - acp.pml:125 - [unacked[((2*c)+0)]??eval(r)] (0:0:2 - 1)
		reached[0][74] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, ((int)((P0 *)_this)->r), 0, 0, 0, 0))) continue;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->r)); strcat(simvals, simtmp);		}
#endif
		;
		if (TstOnly) return 1; /* TT */
		/* dead 1: r */  (trpt+1)->bup.ovals[1] = ((P0 *)_this)->r;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->r = 0;
		_m = 4; goto P999; /* 0 */
	case 263: // STATE 79 - acp.pml:222 - [((at_d==1))] (664:0:4 - 1)
		IfNotBlocked
		reached[0][79] = 1;
		if (!((((int)now.at_d)==1)))
			continue;
		/* merge: at_d = 2(664, 80, 664) */
		reached[0][80] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.at_d);
		now.at_d = 2;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		/* merge: .(goto)(664, 83, 664) */
		reached[0][83] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals[1] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 264: // STATE 84 - acp.pml:225 - [((t==SESSION_REJECT))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][84] = 1;
		if (!((((P0 *)_this)->t==6)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P0 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 265: // STATE 85 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(r)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][85] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, ((int)((P0 *)_this)->r), 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 266: // STATE 86 - acp.pml:125 - [unacked[((2*c)+0)]??eval(r)] (0:0:2 - 1)
		reached[0][86] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, ((int)((P0 *)_this)->r), 0, 0, 0, 0))) continue;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->r)); strcat(simvals, simtmp);		}
#endif
		;
		if (TstOnly) return 1; /* TT */
		/* dead 1: r */  (trpt+1)->bup.ovals[1] = ((P0 *)_this)->r;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->r = 0;
		_m = 4; goto P999; /* 0 */
	case 267: // STATE 91 - acp.pml:228 - [((at_d==1))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][91] = 1;
		if (!((((int)now.at_d)==1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 268: // STATE 92 - acp.pml:173 - [at_d = 4] (0:103:2 - 1)
		IfNotBlocked
		reached[0][92] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.at_d);
		now.at_d = 4;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		/* merge: k = 0(103, 93, 103) */
		reached[0][93] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 104, 103) */
		reached[0][104] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 269: // STATE 94 - acp.pml:176 - [((k<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][94] = 1;
		if (!((((int)((P0 *)_this)->k)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 270: // STATE 95 - acp.pml:181 - [(((op[k]==0)||(op[k]==1)))] (103:0:2 - 1)
		IfNotBlocked
		reached[0][95] = 1;
		if (!(((((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==0)||(((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==1))))
			continue;
		/* merge: op[k] = 3(103, 96, 103) */
		reached[0][96] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]);
		now.op[ Index(((P0 *)_this)->k, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[dialer:k]", ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]));
#endif
		;
		/* merge: .(goto)(103, 99, 103) */
		reached[0][99] = 1;
		;
		/* merge: k = (k+1)(103, 100, 103) */
		reached[0][100] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 104, 103) */
		reached[0][104] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 271: // STATE 100 - acp.pml:185 - [k = (k+1)] (0:103:1 - 3)
		IfNotBlocked
		reached[0][100] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 104, 103) */
		reached[0][104] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 272: // STATE 106 - acp.pml:188 - [k = 0] (0:112:1 - 3)
		IfNotBlocked
		reached[0][106] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 273: // STATE 107 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(0)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][107] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 0, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 274: // STATE 108 - acp.pml:125 - [unacked[((2*c)+0)]??eval(0)] (0:0:1 - 1)
		reached[0][108] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 0, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 275: // STATE 113 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(1)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][113] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 1, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 276: // STATE 114 - acp.pml:125 - [unacked[((2*c)+0)]??eval(1)] (664:0:4 - 1)
		reached[0][114] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 1, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(664, 117, 664) */
		reached[0][117] = 1;
		;
		/* merge: .(goto)(664, 122, 664) */
		reached[0][122] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals[1] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 4; goto P999; /* 7 */
	case 277: // STATE 123 - acp.pml:231 - [((t==MESSAGE_ACK))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][123] = 1;
		if (!((((P0 *)_this)->t==2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P0 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 278: // STATE 124 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(r)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][124] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, ((int)((P0 *)_this)->r), 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 279: // STATE 125 - acp.pml:125 - [unacked[((2*c)+0)]??eval(r)] (0:0:1 - 1)
		reached[0][125] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, ((int)((P0 *)_this)->r), 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->r)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 280: // STATE 130 - acp.pml:237 - [(((r==(c+9))&&(at_d==3)))] (664:0:5 - 1)
		IfNotBlocked
		reached[0][130] = 1;
		if (!(((((int)((P0 *)_this)->r)==(((int)now.c)+9))&&(((int)now.at_d)==3))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: r */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->r;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->r = 0;
		/* merge: at_d = 4(664, 131, 664) */
		reached[0][131] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_d);
		now.at_d = 4;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		/* merge: .(goto)(664, 134, 664) */
		reached[0][134] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals[2] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 281: // STATE 135 - acp.pml:240 - [((t==RESPUESTA_TAREA))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][135] = 1;
		if (!((((P0 *)_this)->t==3)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P0 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 282: // STATE 136 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(r)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][136] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, ((int)((P0 *)_this)->r), 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 283: // STATE 137 - acp.pml:125 - [unacked[((2*c)+0)]??eval(r)] (0:0:1 - 1)
		reached[0][137] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, ((int)((P0 *)_this)->r), 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->r)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 284: // STATE 142 - acp.pml:159 - [((op[r]==1))] (664:0:4 - 1)
		IfNotBlocked
		reached[0][142] = 1;
		if (!((((int)now.op[ Index(((int)((P0 *)_this)->r), 3) ])==1)))
			continue;
		/* merge: op[r] = 2(664, 143, 664) */
		reached[0][143] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->r), 3) ]);
		now.op[ Index(((P0 *)_this)->r, 3) ] = 2;
#ifdef VAR_RANGES
		logval("op[dialer:r]", ((int)now.op[ Index(((int)((P0 *)_this)->r), 3) ]));
#endif
		;
		/* merge: .(goto)(664, 146, 664) */
		reached[0][146] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals[1] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 285: // STATE 148 - acp.pml:248 - [((t==ERROR))] (155:0:1 - 1)
		IfNotBlocked
		reached[0][148] = 1;
		if (!((((P0 *)_this)->t==1)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P0 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->t = 0;
		/* merge: assert(((r<(0+6))||(r>((0+6)+2))))(0, 149, 155) */
		reached[0][149] = 1;
		spin_assert(((((int)((P0 *)_this)->r)<(0+6))||(((int)((P0 *)_this)->r)>((0+6)+2))), "((r<(0+6))||(r>((0+6)+2)))", II, tt, t);
		_m = 3; goto P999; /* 1 */
	case 286: // STATE 150 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(r)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][150] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, ((int)((P0 *)_this)->r), 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 287: // STATE 151 - acp.pml:125 - [unacked[((2*c)+0)]??eval(r)] (0:0:1 - 1)
		reached[0][151] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, ((int)((P0 *)_this)->r), 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->r)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 288: // STATE 156 - acp.pml:252 - [(((r<2)&&(op[r]==1)))] (188:0:1 - 1)
		IfNotBlocked
		reached[0][156] = 1;
		if (!(((((int)((P0 *)_this)->r)<2)&&(((int)now.op[ Index(((int)((P0 *)_this)->r), 3) ])==1))))
			continue;
		/* merge: op[r] = 3(0, 157, 188) */
		reached[0][157] = 1;
		(trpt+1)->bup.oval = ((int)now.op[ Index(((int)((P0 *)_this)->r), 3) ]);
		now.op[ Index(((P0 *)_this)->r, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[dialer:r]", ((int)now.op[ Index(((int)((P0 *)_this)->r), 3) ]));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 289: // STATE 158 - acp.pml:252 - [(((at_d==2)&&(s==(c+1))))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][158] = 1;
		if (!(((((int)now.at_d)==2)&&(((int)((P0 *)_this)->s)==(((int)now.c)+1)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: s */  (trpt+1)->bup.oval = ((P0 *)_this)->s;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->s = 0;
		_m = 3; goto P999; /* 0 */
	case 290: // STATE 159 - acp.pml:173 - [at_d = 4] (0:170:2 - 1)
		IfNotBlocked
		reached[0][159] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.at_d);
		now.at_d = 4;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		/* merge: k = 0(170, 160, 170) */
		reached[0][160] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 171, 170) */
		reached[0][171] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 291: // STATE 161 - acp.pml:176 - [((k<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][161] = 1;
		if (!((((int)((P0 *)_this)->k)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 292: // STATE 162 - acp.pml:181 - [(((op[k]==0)||(op[k]==1)))] (170:0:2 - 1)
		IfNotBlocked
		reached[0][162] = 1;
		if (!(((((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==0)||(((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==1))))
			continue;
		/* merge: op[k] = 3(170, 163, 170) */
		reached[0][163] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]);
		now.op[ Index(((P0 *)_this)->k, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[dialer:k]", ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]));
#endif
		;
		/* merge: .(goto)(170, 166, 170) */
		reached[0][166] = 1;
		;
		/* merge: k = (k+1)(170, 167, 170) */
		reached[0][167] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 171, 170) */
		reached[0][171] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 293: // STATE 167 - acp.pml:185 - [k = (k+1)] (0:170:1 - 3)
		IfNotBlocked
		reached[0][167] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 171, 170) */
		reached[0][171] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 294: // STATE 173 - acp.pml:188 - [k = 0] (0:179:1 - 3)
		IfNotBlocked
		reached[0][173] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 295: // STATE 174 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(0)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][174] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 0, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 296: // STATE 175 - acp.pml:125 - [unacked[((2*c)+0)]??eval(0)] (0:0:1 - 1)
		reached[0][175] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 0, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 297: // STATE 180 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(1)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][180] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 1, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 298: // STATE 181 - acp.pml:125 - [unacked[((2*c)+0)]??eval(1)] (664:0:4 - 1)
		reached[0][181] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 1, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(664, 184, 664) */
		reached[0][184] = 1;
		;
		/* merge: .(goto)(664, 189, 664) */
		reached[0][189] = 1;
		;
		/* merge: .(goto)(664, 194, 664) */
		reached[0][194] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals[1] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 4; goto P999; /* 8 */
	case 299: // STATE 190 - acp.pml:253 - [(((r==(c+9))&&(at_d==3)))] (664:0:5 - 1)
		IfNotBlocked
		reached[0][190] = 1;
		if (!(((((int)((P0 *)_this)->r)==(((int)now.c)+9))&&(((int)now.at_d)==3))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: r */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->r;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->r = 0;
		/* merge: at_d = 4(664, 191, 664) */
		reached[0][191] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_d);
		now.at_d = 4;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		/* merge: .(goto)(664, 194, 664) */
		reached[0][194] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals[2] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 300: // STATE 195 - acp.pml:259 - [((t==SESSION_CLOSE))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][195] = 1;
		if (!((((P0 *)_this)->t==5)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P0 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 301: // STATE 196 - acp.pml:107 - [(broken[c])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][196] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 302: // STATE 198 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][198] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 303: // STATE 199 - acp.pml:110 - [line[((2*c)+0)]!2,r,s] (0:0:0 - 1)
		IfNotBlocked
		reached[0][199] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 2, ((int)((P0 *)_this)->r), ((int)((P0 *)_this)->s), 3);
		_m = 2; goto P999; /* 0 */
	case 304: // STATE 203 - acp.pml:262 - [(((at_d==1)||(at_d==2)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][203] = 1;
		if (!(((((int)now.at_d)==1)||(((int)now.at_d)==2))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 305: // STATE 204 - acp.pml:173 - [at_d = 4] (0:215:2 - 1)
		IfNotBlocked
		reached[0][204] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.at_d);
		now.at_d = 4;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		/* merge: k = 0(215, 205, 215) */
		reached[0][205] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 216, 215) */
		reached[0][216] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 306: // STATE 206 - acp.pml:176 - [((k<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][206] = 1;
		if (!((((int)((P0 *)_this)->k)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 307: // STATE 207 - acp.pml:181 - [(((op[k]==0)||(op[k]==1)))] (215:0:2 - 1)
		IfNotBlocked
		reached[0][207] = 1;
		if (!(((((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==0)||(((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==1))))
			continue;
		/* merge: op[k] = 3(215, 208, 215) */
		reached[0][208] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]);
		now.op[ Index(((P0 *)_this)->k, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[dialer:k]", ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]));
#endif
		;
		/* merge: .(goto)(215, 211, 215) */
		reached[0][211] = 1;
		;
		/* merge: k = (k+1)(215, 212, 215) */
		reached[0][212] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 216, 215) */
		reached[0][216] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 308: // STATE 212 - acp.pml:185 - [k = (k+1)] (0:215:1 - 3)
		IfNotBlocked
		reached[0][212] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 216, 215) */
		reached[0][216] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 309: // STATE 218 - acp.pml:188 - [k = 0] (0:224:1 - 3)
		IfNotBlocked
		reached[0][218] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 310: // STATE 219 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(0)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][219] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 0, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 311: // STATE 220 - acp.pml:125 - [unacked[((2*c)+0)]??eval(0)] (0:0:1 - 1)
		reached[0][220] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 0, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 312: // STATE 225 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(1)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][225] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 1, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 313: // STATE 226 - acp.pml:125 - [unacked[((2*c)+0)]??eval(1)] (664:0:4 - 1)
		reached[0][226] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 1, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(664, 229, 664) */
		reached[0][229] = 1;
		;
		/* merge: .(goto)(664, 234, 664) */
		reached[0][234] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals[1] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 4; goto P999; /* 7 */
	case 314: // STATE 235 - acp.pml:265 - [((t==SOLICITUD_TAREA))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][235] = 1;
		if (!((((P0 *)_this)->t==4)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.oval = ((P0 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->t = 0;
		_m = 3; goto P999; /* 0 */
	case 315: // STATE 236 - acp.pml:267 - [(seen[r])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][236] = 1;
		if (!(((int)now.seen[ Index(((int)((P0 *)_this)->r), 15) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 316: // STATE 237 - acp.pml:107 - [(broken[c])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][237] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 317: // STATE 239 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][239] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 318: // STATE 240 - acp.pml:110 - [line[((2*c)+0)]!2,r,s] (0:0:0 - 1)
		IfNotBlocked
		reached[0][240] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 2, ((int)((P0 *)_this)->r), ((int)((P0 *)_this)->s), 3);
		_m = 2; goto P999; /* 0 */
	case 319: // STATE 244 - acp.pml:270 - [((work[r]==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][244] = 1;
		if (!((((int)now.work[ Index(((int)((P0 *)_this)->r), 3) ])==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 320: // STATE 245 - acp.pml:107 - [(broken[c])] (664:0:3 - 1)
		IfNotBlocked
		reached[0][245] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(664, 250, 664) */
		reached[0][250] = 1;
		;
		/* merge: .(goto)(664, 254, 664) */
		reached[0][254] = 1;
		;
		/* merge: .(goto)(664, 275, 664) */
		reached[0][275] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 8 */
	case 321: // STATE 247 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][247] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 322: // STATE 248 - acp.pml:110 - [line[((2*c)+0)]!3,r,s] (664:0:3 - 1)
		IfNotBlocked
		reached[0][248] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 3, ((int)((P0 *)_this)->r), ((int)((P0 *)_this)->s), 3);
		/* merge: .(goto)(664, 250, 664) */
		reached[0][250] = 1;
		;
		/* merge: .(goto)(664, 254, 664) */
		reached[0][254] = 1;
		;
		/* merge: .(goto)(664, 275, 664) */
		reached[0][275] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 8 */
	case 323: // STATE 255 - acp.pml:273 - [((!(seen[r])&&(at_d==2)))] (263:0:1 - 1)
		IfNotBlocked
		reached[0][255] = 1;
		if (!(( !(((int)now.seen[ Index(((int)((P0 *)_this)->r), 15) ]))&&(((int)now.at_d)==2))))
			continue;
		/* merge: seen[r] = 1(0, 256, 263) */
		reached[0][256] = 1;
		(trpt+1)->bup.oval = ((int)now.seen[ Index(((int)((P0 *)_this)->r), 15) ]);
		now.seen[ Index(((P0 *)_this)->r, 15) ] = 1;
#ifdef VAR_RANGES
		logval("seen[dialer:r]", ((int)now.seen[ Index(((int)((P0 *)_this)->r), 15) ]));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 324: // STATE 257 - acp.pml:107 - [(broken[c])] (664:0:5 - 1)
		IfNotBlocked
		reached[0][257] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(664, 262, 664) */
		reached[0][262] = 1;
		;
		/* merge: runs[r] = (runs[r]+1)(664, 264, 664) */
		reached[0][264] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.runs[ Index(((int)((P0 *)_this)->r), 3) ]);
		now.runs[ Index(((P0 *)_this)->r, 3) ] = (((int)now.runs[ Index(((int)((P0 *)_this)->r), 3) ])+1);
#ifdef VAR_RANGES
		logval("runs[dialer:r]", ((int)now.runs[ Index(((int)((P0 *)_this)->r), 3) ]));
#endif
		;
		/* merge: work[r] = 1(664, 265, 664) */
		reached[0][265] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.work[ Index(((int)((P0 *)_this)->r), 3) ]);
		now.work[ Index(((P0 *)_this)->r, 3) ] = 1;
#ifdef VAR_RANGES
		logval("work[dialer:r]", ((int)now.work[ Index(((int)((P0 *)_this)->r), 3) ]));
#endif
		;
		/* merge: .(goto)(664, 275, 664) */
		reached[0][275] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals[2] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 9 */
	case 325: // STATE 259 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][259] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 326: // STATE 260 - acp.pml:110 - [line[((2*c)+0)]!2,r,s] (664:0:5 - 1)
		IfNotBlocked
		reached[0][260] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 2, ((int)((P0 *)_this)->r), ((int)((P0 *)_this)->s), 3);
		/* merge: .(goto)(664, 262, 664) */
		reached[0][262] = 1;
		;
		/* merge: runs[r] = (runs[r]+1)(664, 264, 664) */
		reached[0][264] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.runs[ Index(((int)((P0 *)_this)->r), 3) ]);
		now.runs[ Index(((P0 *)_this)->r, 3) ] = (((int)now.runs[ Index(((int)((P0 *)_this)->r), 3) ])+1);
#ifdef VAR_RANGES
		logval("runs[dialer:r]", ((int)now.runs[ Index(((int)((P0 *)_this)->r), 3) ]));
#endif
		;
		/* merge: work[r] = 1(664, 265, 664) */
		reached[0][265] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.work[ Index(((int)((P0 *)_this)->r), 3) ]);
		now.work[ Index(((P0 *)_this)->r, 3) ] = 1;
#ifdef VAR_RANGES
		logval("work[dialer:r]", ((int)now.work[ Index(((int)((P0 *)_this)->r), 3) ]));
#endif
		;
		/* merge: .(goto)(664, 275, 664) */
		reached[0][275] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals[2] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 9 */
	case 327: // STATE 264 - acp.pml:276 - [runs[r] = (runs[r]+1)] (0:664:5 - 3)
		IfNotBlocked
		reached[0][264] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.runs[ Index(((int)((P0 *)_this)->r), 3) ]);
		now.runs[ Index(((P0 *)_this)->r, 3) ] = (((int)now.runs[ Index(((int)((P0 *)_this)->r), 3) ])+1);
#ifdef VAR_RANGES
		logval("runs[dialer:r]", ((int)now.runs[ Index(((int)((P0 *)_this)->r), 3) ]));
#endif
		;
		/* merge: work[r] = 1(664, 265, 664) */
		reached[0][265] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.work[ Index(((int)((P0 *)_this)->r), 3) ]);
		now.work[ Index(((P0 *)_this)->r, 3) ] = 1;
#ifdef VAR_RANGES
		logval("work[dialer:r]", ((int)now.work[ Index(((int)((P0 *)_this)->r), 3) ]));
#endif
		;
		/* merge: .(goto)(664, 275, 664) */
		reached[0][275] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals[2] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 328: // STATE 267 - acp.pml:107 - [(broken[c])] (664:0:3 - 1)
		IfNotBlocked
		reached[0][267] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(664, 272, 664) */
		reached[0][272] = 1;
		;
		/* merge: .(goto)(664, 275, 664) */
		reached[0][275] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 329: // STATE 269 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][269] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 330: // STATE 270 - acp.pml:110 - [line[((2*c)+0)]!1,r,s] (664:0:3 - 1)
		IfNotBlocked
		reached[0][270] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 1, ((int)((P0 *)_this)->r), ((int)((P0 *)_this)->s), 3);
		/* merge: .(goto)(664, 272, 664) */
		reached[0][272] = 1;
		;
		/* merge: .(goto)(664, 275, 664) */
		reached[0][275] = 1;
		;
		/* merge: .(goto)(664, 277, 664) */
		reached[0][277] = 1;
		;
		/* merge: t = 0(664, 279, 664) */
		reached[0][279] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 7 */
	case 331: // STATE 279 - acp.pml:335 - [t = 0] (0:664:3 - 39)
		IfNotBlocked
		reached[0][279] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 280, 664) */
		reached[0][280] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 281, 664) */
		reached[0][281] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 332: // STATE 283 - acp.pml:336 - [((((c!=255)&&nempty(line[((2*c)+1)]))&&(lost<1)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][283] = 1;
		if (!((((((int)now.c)!=255)&&(q_len(now.line[ Index(((2*((int)now.c))+1), 6) ])>0))&&(((int)now.lost)<1))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 333: // STATE 284 - acp.pml:336 - [line[((2*c)+1)]?t,r,s] (0:0:5 - 1)
		reached[0][284] = 1;
		if (q_len(now.line[ Index(((2*((int)now.c))+1), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->t;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->r);
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->s);
		;
		((P0 *)_this)->t = qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		((P0 *)_this)->r = qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		((P0 *)_this)->s = qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 2, 1);
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.line[ Index(((2*((int)now.c))+1), 6) ]);
		sprintf(simtmp, "%d", ((P0 *)_this)->t); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		;
		if (TstOnly) return 1; /* TT */
		/* dead 2: r */  (trpt+1)->bup.ovals[3] = ((P0 *)_this)->r;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->r = 0;
		if (TstOnly) return 1; /* TT */
		/* dead 2: s */  (trpt+1)->bup.ovals[4] = ((P0 *)_this)->s;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->s = 0;
		_m = 4; goto P999; /* 0 */
	case 334: // STATE 285 - acp.pml:134 - [lost = (lost+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][285] = 1;
		(trpt+1)->bup.oval = ((int)now.lost);
		now.lost = (((int)now.lost)+1);
#ifdef VAR_RANGES
		logval("lost", ((int)now.lost));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 335: // STATE 286 - acp.pml:136 - [(((t==SESSION_ACCEPT)||(t==SESSION_REJECT)))] (664:0:5 - 1)
		IfNotBlocked
		reached[0][286] = 1;
		if (!(((((P0 *)_this)->t==7)||(((P0 *)_this)->t==6))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->t = 0;
		/* merge: lost_accept = 1(664, 287, 664) */
		reached[0][287] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.lost_accept);
		now.lost_accept = 1;
#ifdef VAR_RANGES
		logval("lost_accept", ((int)now.lost_accept));
#endif
		;
		/* merge: .(goto)(664, 294, 664) */
		reached[0][294] = 1;
		;
		/* merge: t = 0(664, 296, 664) */
		reached[0][296] = 1;
		(trpt+1)->bup.ovals[2] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 297, 664) */
		reached[0][297] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 298, 664) */
		reached[0][298] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 336: // STATE 288 - acp.pml:137 - [((t==RESPUESTA_TAREA))] (664:0:5 - 1)
		IfNotBlocked
		reached[0][288] = 1;
		if (!((((P0 *)_this)->t==3)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->t = 0;
		/* merge: lost_answer = 1(664, 289, 664) */
		reached[0][289] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.lost_answer);
		now.lost_answer = 1;
#ifdef VAR_RANGES
		logval("lost_answer", ((int)now.lost_answer));
#endif
		;
		/* merge: .(goto)(664, 294, 664) */
		reached[0][294] = 1;
		;
		/* merge: t = 0(664, 296, 664) */
		reached[0][296] = 1;
		(trpt+1)->bup.ovals[2] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 297, 664) */
		reached[0][297] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 298, 664) */
		reached[0][298] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 337: // STATE 290 - acp.pml:138 - [(((t==ERROR)||(t==SESSION_CLOSE)))] (664:0:5 - 1)
		IfNotBlocked
		reached[0][290] = 1;
		if (!(((((P0 *)_this)->t==1)||(((P0 *)_this)->t==5))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: t */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->t;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->t = 0;
		/* merge: lost_end = 1(664, 291, 664) */
		reached[0][291] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.lost_end);
		now.lost_end = 1;
#ifdef VAR_RANGES
		logval("lost_end", ((int)now.lost_end));
#endif
		;
		/* merge: .(goto)(664, 294, 664) */
		reached[0][294] = 1;
		;
		/* merge: t = 0(664, 296, 664) */
		reached[0][296] = 1;
		(trpt+1)->bup.ovals[2] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 297, 664) */
		reached[0][297] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 298, 664) */
		reached[0][298] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 338: // STATE 296 - acp.pml:336 - [t = 0] (0:664:3 - 5)
		IfNotBlocked
		reached[0][296] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->t;
		((P0 *)_this)->t = 0;
#ifdef VAR_RANGES
		logval("dialer:t", ((P0 *)_this)->t);
#endif
		;
		/* merge: r = 0(664, 297, 664) */
		reached[0][297] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->r);
		((P0 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("dialer:r", ((int)((P0 *)_this)->r));
#endif
		;
		/* merge: s = 0(664, 298, 664) */
		reached[0][298] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->s);
		((P0 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("dialer:s", ((int)((P0 *)_this)->s));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 339: // STATE 300 - acp.pml:342 - [((((((c!=255)&&ready)&&!(broken[c]))&&(at_d==0))&&((op[0]==0)||((2>1)&&(op[1]==0)))))] (312:0:1 - 1)
		IfNotBlocked
		reached[0][300] = 1;
		if (!((((((((int)now.c)!=255)&&((int)now.ready))&& !(((int)now.broken[ Index(((int)now.c), 2) ])))&&(((int)now.at_d)==0))&&((((int)now.op[0])==0)||((2>1)&&(((int)now.op[1])==0))))))
			continue;
		/* merge: at_d = 1(0, 301, 312) */
		reached[0][301] = 1;
		(trpt+1)->bup.oval = ((int)now.at_d);
		now.at_d = 1;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 340: // STATE 302 - acp.pml:107 - [(broken[c])] (311:0:1 - 1)
		IfNotBlocked
		reached[0][302] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(311, 307, 311) */
		reached[0][307] = 1;
		;
		/* merge: repeats[(c+6)] = 0(311, 309, 311) */
		reached[0][309] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[ Index((((int)now.c)+6), 15) ]);
		now.repeats[ Index((now.c+6), 15) ] = 0;
#ifdef VAR_RANGES
		logval("repeats[(c+6)]", ((int)now.repeats[ Index((((int)now.c)+6), 15) ]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(311, 310, 311) */
		reached[0][310] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 3 */
	case 341: // STATE 304 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][304] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 342: // STATE 305 - acp.pml:110 - [line[((2*c)+0)]!8,(c+6),(c+1)] (311:0:1 - 1)
		IfNotBlocked
		reached[0][305] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 8); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+6)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 8, (((int)now.c)+6), (((int)now.c)+1), 3);
		/* merge: .(goto)(311, 307, 311) */
		reached[0][307] = 1;
		;
		/* merge: repeats[(c+6)] = 0(311, 309, 311) */
		reached[0][309] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[ Index((((int)now.c)+6), 15) ]);
		now.repeats[ Index((now.c+6), 15) ] = 0;
#ifdef VAR_RANGES
		logval("repeats[(c+6)]", ((int)now.repeats[ Index((((int)now.c)+6), 15) ]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(311, 310, 311) */
		reached[0][310] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 2; goto P999; /* 3 */
	case 343: // STATE 309 - acp.pml:117 - [repeats[(c+6)] = 0] (0:311:1 - 3)
		IfNotBlocked
		reached[0][309] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[ Index((((int)now.c)+6), 15) ]);
		now.repeats[ Index((now.c+6), 15) ] = 0;
#ifdef VAR_RANGES
		logval("repeats[(c+6)]", ((int)now.repeats[ Index((((int)now.c)+6), 15) ]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(311, 310, 311) */
		reached[0][310] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 1 */
	case 344: // STATE 311 - acp.pml:119 - [unacked[((2*c)+0)]!(c+6)] (0:0:0 - 1)
		IfNotBlocked
		reached[0][311] = 1;
		if (q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", (((int)now.c)+6)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 0, (((int)now.c)+6), 0, 0, 1);
		_m = 2; goto P999; /* 0 */
	case 345: // STATE 314 - acp.pml:346 - [((((c!=255)&&(at_d==2))&&(op[0]==0)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][314] = 1;
		if (!((((((int)now.c)!=255)&&(((int)now.at_d)==2))&&(((int)now.op[0])==0))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 346: // STATE 315 - acp.pml:284 - [op[0] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][315] = 1;
		(trpt+1)->bup.oval = ((int)now.op[0]);
		now.op[0] = 1;
#ifdef VAR_RANGES
		logval("op[0]", ((int)now.op[0]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 347: // STATE 316 - acp.pml:286 - [((sent_in[0]==0))] (333:0:1 - 1)
		IfNotBlocked
		reached[0][316] = 1;
		if (!((((int)now.sent_in[0])==0)))
			continue;
		/* merge: sent_in[0] = (c+1)(0, 317, 333) */
		reached[0][317] = 1;
		(trpt+1)->bup.oval = ((int)now.sent_in[0]);
		now.sent_in[0] = (((int)now.c)+1);
#ifdef VAR_RANGES
		logval("sent_in[0]", ((int)now.sent_in[0]));
#endif
		;
		/* merge: .(goto)(0, 322, 333) */
		reached[0][322] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 348: // STATE 318 - acp.pml:287 - [((sent_in[0]!=0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][318] = 1;
		if (!((((int)now.sent_in[0])!=0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 349: // STATE 319 - acp.pml:288 - [((sent_in[0]!=0))] (333:0:1 - 1)
		IfNotBlocked
		reached[0][319] = 1;
		if (!((((int)now.sent_in[0])!=0)))
			continue;
		/* merge: sent_in[0] = (c+1)(0, 320, 333) */
		reached[0][320] = 1;
		(trpt+1)->bup.oval = ((int)now.sent_in[0]);
		now.sent_in[0] = (((int)now.c)+1);
#ifdef VAR_RANGES
		logval("sent_in[0]", ((int)now.sent_in[0]));
#endif
		;
		/* merge: .(goto)(0, 322, 333) */
		reached[0][322] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 350: // STATE 323 - acp.pml:107 - [(broken[c])] (332:0:1 - 1)
		IfNotBlocked
		reached[0][323] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(332, 328, 332) */
		reached[0][328] = 1;
		;
		/* merge: repeats[0] = 0(332, 330, 332) */
		reached[0][330] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[0]);
		now.repeats[0] = 0;
#ifdef VAR_RANGES
		logval("repeats[0]", ((int)now.repeats[0]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(332, 331, 332) */
		reached[0][331] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 3 */
	case 351: // STATE 325 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][325] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 352: // STATE 326 - acp.pml:110 - [line[((2*c)+0)]!4,0,sent_in[0]] (332:0:1 - 1)
		IfNotBlocked
		reached[0][326] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 4); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.sent_in[0])); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 4, 0, ((int)now.sent_in[0]), 3);
		/* merge: .(goto)(332, 328, 332) */
		reached[0][328] = 1;
		;
		/* merge: repeats[0] = 0(332, 330, 332) */
		reached[0][330] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[0]);
		now.repeats[0] = 0;
#ifdef VAR_RANGES
		logval("repeats[0]", ((int)now.repeats[0]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(332, 331, 332) */
		reached[0][331] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 2; goto P999; /* 3 */
	case 353: // STATE 330 - acp.pml:117 - [repeats[0] = 0] (0:332:1 - 3)
		IfNotBlocked
		reached[0][330] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[0]);
		now.repeats[0] = 0;
#ifdef VAR_RANGES
		logval("repeats[0]", ((int)now.repeats[0]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(332, 331, 332) */
		reached[0][331] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 1 */
	case 354: // STATE 332 - acp.pml:119 - [unacked[((2*c)+0)]!0] (0:0:0 - 1)
		IfNotBlocked
		reached[0][332] = 1;
		if (q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 0, 0, 0, 0, 1);
		_m = 2; goto P999; /* 0 */
	case 355: // STATE 336 - acp.pml:348 - [(((((c!=255)&&(at_d==2))&&(op[0]!=0))&&(op[1]==0)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][336] = 1;
		if (!(((((((int)now.c)!=255)&&(((int)now.at_d)==2))&&(((int)now.op[0])!=0))&&(((int)now.op[1])==0))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 356: // STATE 337 - acp.pml:284 - [op[1] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][337] = 1;
		(trpt+1)->bup.oval = ((int)now.op[1]);
		now.op[1] = 1;
#ifdef VAR_RANGES
		logval("op[1]", ((int)now.op[1]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 357: // STATE 338 - acp.pml:286 - [((sent_in[1]==0))] (355:0:1 - 1)
		IfNotBlocked
		reached[0][338] = 1;
		if (!((((int)now.sent_in[1])==0)))
			continue;
		/* merge: sent_in[1] = (c+1)(0, 339, 355) */
		reached[0][339] = 1;
		(trpt+1)->bup.oval = ((int)now.sent_in[1]);
		now.sent_in[1] = (((int)now.c)+1);
#ifdef VAR_RANGES
		logval("sent_in[1]", ((int)now.sent_in[1]));
#endif
		;
		/* merge: .(goto)(0, 344, 355) */
		reached[0][344] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 358: // STATE 340 - acp.pml:287 - [((sent_in[1]!=0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][340] = 1;
		if (!((((int)now.sent_in[1])!=0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 359: // STATE 341 - acp.pml:288 - [((sent_in[1]!=0))] (355:0:1 - 1)
		IfNotBlocked
		reached[0][341] = 1;
		if (!((((int)now.sent_in[1])!=0)))
			continue;
		/* merge: sent_in[1] = (c+1)(0, 342, 355) */
		reached[0][342] = 1;
		(trpt+1)->bup.oval = ((int)now.sent_in[1]);
		now.sent_in[1] = (((int)now.c)+1);
#ifdef VAR_RANGES
		logval("sent_in[1]", ((int)now.sent_in[1]));
#endif
		;
		/* merge: .(goto)(0, 344, 355) */
		reached[0][344] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 360: // STATE 345 - acp.pml:107 - [(broken[c])] (354:0:1 - 1)
		IfNotBlocked
		reached[0][345] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(354, 350, 354) */
		reached[0][350] = 1;
		;
		/* merge: repeats[1] = 0(354, 352, 354) */
		reached[0][352] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[1]);
		now.repeats[1] = 0;
#ifdef VAR_RANGES
		logval("repeats[1]", ((int)now.repeats[1]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(354, 353, 354) */
		reached[0][353] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 3 */
	case 361: // STATE 347 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][347] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 362: // STATE 348 - acp.pml:110 - [line[((2*c)+0)]!4,1,sent_in[1]] (354:0:1 - 1)
		IfNotBlocked
		reached[0][348] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 4); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.sent_in[1])); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 4, 1, ((int)now.sent_in[1]), 3);
		/* merge: .(goto)(354, 350, 354) */
		reached[0][350] = 1;
		;
		/* merge: repeats[1] = 0(354, 352, 354) */
		reached[0][352] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[1]);
		now.repeats[1] = 0;
#ifdef VAR_RANGES
		logval("repeats[1]", ((int)now.repeats[1]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(354, 353, 354) */
		reached[0][353] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 2; goto P999; /* 3 */
	case 363: // STATE 352 - acp.pml:117 - [repeats[1] = 0] (0:354:1 - 3)
		IfNotBlocked
		reached[0][352] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[1]);
		now.repeats[1] = 0;
#ifdef VAR_RANGES
		logval("repeats[1]", ((int)now.repeats[1]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(354, 353, 354) */
		reached[0][353] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 1 */
	case 364: // STATE 354 - acp.pml:119 - [unacked[((2*c)+0)]!1] (0:0:0 - 1)
		IfNotBlocked
		reached[0][354] = 1;
		if (q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 0, 1, 0, 0, 1);
		_m = 2; goto P999; /* 0 */
	case 365: // STATE 358 - acp.pml:350 - [(((((c!=255)&&(at_d==2))&&(op[0]>=2))&&((2==1)||(op[1]>=2))))] (370:0:1 - 1)
		IfNotBlocked
		reached[0][358] = 1;
		if (!(((((((int)now.c)!=255)&&(((int)now.at_d)==2))&&(((int)now.op[0])>=2))&&((2==1)||(((int)now.op[1])>=2)))))
			continue;
		/* merge: at_d = 3(0, 359, 370) */
		reached[0][359] = 1;
		(trpt+1)->bup.oval = ((int)now.at_d);
		now.at_d = 3;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 366: // STATE 360 - acp.pml:107 - [(broken[c])] (369:0:1 - 1)
		IfNotBlocked
		reached[0][360] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(369, 365, 369) */
		reached[0][365] = 1;
		;
		/* merge: repeats[(c+9)] = 0(369, 367, 369) */
		reached[0][367] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[ Index((((int)now.c)+9), 15) ]);
		now.repeats[ Index((now.c+9), 15) ] = 0;
#ifdef VAR_RANGES
		logval("repeats[(c+9)]", ((int)now.repeats[ Index((((int)now.c)+9), 15) ]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(369, 368, 369) */
		reached[0][368] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 3 */
	case 367: // STATE 362 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][362] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 368: // STATE 363 - acp.pml:110 - [line[((2*c)+0)]!5,(c+9),(c+1)] (369:0:1 - 1)
		IfNotBlocked
		reached[0][363] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 5); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+9)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 5, (((int)now.c)+9), (((int)now.c)+1), 3);
		/* merge: .(goto)(369, 365, 369) */
		reached[0][365] = 1;
		;
		/* merge: repeats[(c+9)] = 0(369, 367, 369) */
		reached[0][367] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[ Index((((int)now.c)+9), 15) ]);
		now.repeats[ Index((now.c+9), 15) ] = 0;
#ifdef VAR_RANGES
		logval("repeats[(c+9)]", ((int)now.repeats[ Index((((int)now.c)+9), 15) ]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(369, 368, 369) */
		reached[0][368] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 2; goto P999; /* 3 */
	case 369: // STATE 367 - acp.pml:117 - [repeats[(c+9)] = 0] (0:369:1 - 3)
		IfNotBlocked
		reached[0][367] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[ Index((((int)now.c)+9), 15) ]);
		now.repeats[ Index((now.c+9), 15) ] = 0;
#ifdef VAR_RANGES
		logval("repeats[(c+9)]", ((int)now.repeats[ Index((((int)now.c)+9), 15) ]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(369, 368, 369) */
		reached[0][368] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 1 */
	case 370: // STATE 369 - acp.pml:119 - [unacked[((2*c)+0)]!(c+9)] (0:0:0 - 1)
		IfNotBlocked
		reached[0][369] = 1;
		if (q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", (((int)now.c)+9)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 0, (((int)now.c)+9), 0, 0, 1);
		_m = 2; goto P999; /* 0 */
	case 371: // STATE 372 - acp.pml:353 - [(((((c!=255)&&((at_d==4)||(at_d==0)))&&(op[0]>=2))&&((2==1)||(op[1]>=2))))] (411:0:2 - 1)
		IfNotBlocked
		reached[0][372] = 1;
		if (!(((((((int)now.c)!=255)&&((((int)now.at_d)==4)||(((int)now.at_d)==0)))&&(((int)now.op[0])>=2))&&((2==1)||(((int)now.op[1])>=2)))))
			continue;
		/* merge: broken[c] = 1(411, 373, 411) */
		reached[0][373] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.broken[ Index(((int)now.c), 2) ]);
		now.broken[ Index(now.c, 2) ] = 1;
#ifdef VAR_RANGES
		logval("broken[c]", ((int)now.broken[ Index(((int)now.c), 2) ]));
#endif
		;
		/* merge: finished = 1(411, 374, 411) */
		reached[0][374] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.finished);
		now.finished = 1;
#ifdef VAR_RANGES
		logval("finished", ((int)now.finished));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 372: // STATE 375 - acp.pml:131 - [(nempty(line[((2*c)+1)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][375] = 1;
		if (!((q_len(now.line[ Index(((2*((int)now.c))+1), 6) ])>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 373: // STATE 376 - acp.pml:131 - [line[((2*c)+1)]?_,_,_] (0:0:3 - 1)
		reached[0][376] = 1;
		if (q_len(now.line[ Index(((2*((int)now.c))+1), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 1, 0);
		(trpt+1)->bup.ovals[2] = qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 2, 0);
		;
		qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 0, 0);
		qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 1, 0);
		qrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 2, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.line[ Index(((2*((int)now.c))+1), 6) ]);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 374: // STATE 377 - acp.pml:131 - [(empty(line[((2*c)+1)]))] (392:0:2 - 1)
		IfNotBlocked
		reached[0][377] = 1;
		if (!((q_len(now.line[ Index(((2*((int)now.c))+1), 6) ])==0)))
			continue;
		/* merge: goto :b7(392, 378, 392) */
		reached[0][378] = 1;
		;
		/* merge: ready = 0(392, 383, 392) */
		reached[0][383] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.ready);
		now.ready = 0;
#ifdef VAR_RANGES
		logval("ready", ((int)now.ready));
#endif
		;
		/* merge: at_d = 0(392, 384, 392) */
		reached[0][384] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_d);
		now.at_d = 0;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 375: // STATE 383 - acp.pml:195 - [ready = 0] (0:392:2 - 3)
		IfNotBlocked
		reached[0][383] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.ready);
		now.ready = 0;
#ifdef VAR_RANGES
		logval("ready", ((int)now.ready));
#endif
		;
		/* merge: at_d = 0(392, 384, 392) */
		reached[0][384] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_d);
		now.at_d = 0;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 376: // STATE 385 - acp.pml:130 - [(nempty(unacked[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][385] = 1;
		if (!((q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ])>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 377: // STATE 386 - acp.pml:130 - [unacked[((2*c)+0)]?_] (0:0:1 - 1)
		reached[0][386] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.oval = qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 0);
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 378: // STATE 387 - acp.pml:130 - [(empty(unacked[((2*c)+0)]))] (405:0:1 - 1)
		IfNotBlocked
		reached[0][387] = 1;
		if (!((q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ])==0)))
			continue;
		/* merge: goto :b8(405, 388, 405) */
		reached[0][388] = 1;
		;
		/* merge: k = 0(405, 393, 405) */
		reached[0][393] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 406, 405) */
		reached[0][406] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 379: // STATE 393 - acp.pml:198 - [k = 0] (0:405:1 - 3)
		IfNotBlocked
		reached[0][393] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 406, 405) */
		reached[0][406] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 380: // STATE 394 - acp.pml:200 - [((k<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][394] = 1;
		if (!((((int)((P0 *)_this)->k)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 381: // STATE 395 - acp.pml:203 - [((op[k]==1))] (405:0:2 - 1)
		IfNotBlocked
		reached[0][395] = 1;
		if (!((((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==1)))
			continue;
		/* merge: op[k] = 3(405, 396, 405) */
		reached[0][396] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]);
		now.op[ Index(((P0 *)_this)->k, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[dialer:k]", ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]));
#endif
		;
		/* merge: .(goto)(405, 401, 405) */
		reached[0][401] = 1;
		;
		/* merge: k = (k+1)(405, 402, 405) */
		reached[0][402] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 406, 405) */
		reached[0][406] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 382: // STATE 397 - acp.pml:204 - [((op[k]==1))] (405:0:2 - 1)
		IfNotBlocked
		reached[0][397] = 1;
		if (!((((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==1)))
			continue;
		/* merge: op[k] = 0(405, 398, 405) */
		reached[0][398] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]);
		now.op[ Index(((P0 *)_this)->k, 3) ] = 0;
#ifdef VAR_RANGES
		logval("op[dialer:k]", ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]));
#endif
		;
		/* merge: .(goto)(405, 401, 405) */
		reached[0][401] = 1;
		;
		/* merge: k = (k+1)(405, 402, 405) */
		reached[0][402] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 406, 405) */
		reached[0][406] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 383: // STATE 402 - acp.pml:208 - [k = (k+1)] (0:405:1 - 4)
		IfNotBlocked
		reached[0][402] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 406, 405) */
		reached[0][406] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 384: // STATE 408 - acp.pml:211 - [k = 0] (0:664:3 - 3)
		IfNotBlocked
		reached[0][408] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: work[2] = ( ((work[2]==1)) -> (2) : (work[2]) )(664, 409, 664) */
		reached[0][409] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.work[2]);
		now.work[2] = ( ((((int)now.work[2])==1)) ? (2) : (((int)now.work[2])) );
#ifdef VAR_RANGES
		logval("work[2]", ((int)now.work[2]));
#endif
		;
		/* merge: c = 255(664, 410, 664) */
		reached[0][410] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.c);
		now.c = 255;
#ifdef VAR_RANGES
		logval("c", ((int)now.c));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 385: // STATE 413 - acp.pml:356 - [(((work[2]==1)&&(c!=255)))] (421:0:1 - 1)
		IfNotBlocked
		reached[0][413] = 1;
		if (!(((((int)now.work[2])==1)&&(((int)now.c)!=255))))
			continue;
		/* merge: work[2] = 2(0, 414, 421) */
		reached[0][414] = 1;
		(trpt+1)->bup.oval = ((int)now.work[2]);
		now.work[2] = 2;
#ifdef VAR_RANGES
		logval("work[2]", ((int)now.work[2]));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 386: // STATE 415 - acp.pml:107 - [(broken[c])] (664:0:0 - 1)
		IfNotBlocked
		reached[0][415] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(0, 420, 664) */
		reached[0][420] = 1;
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 387: // STATE 417 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][417] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 388: // STATE 418 - acp.pml:110 - [line[((2*c)+0)]!3,2,(c+1)] (664:0:0 - 1)
		IfNotBlocked
		reached[0][418] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 3, 2, (((int)now.c)+1), 3);
		/* merge: .(goto)(0, 420, 664) */
		reached[0][420] = 1;
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 2 */
	case 389: // STATE 423 - acp.pml:361 - [(((timeout&&(c!=255))&&nempty(unacked[((2*c)+0)])))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][423] = 1;
		if (!(((((trpt->tau)&1)&&(((int)now.c)!=255))&&(q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ])>0))))
			continue;
		_m = 1; goto P999; /* 0 */
	case 390: // STATE 424 - acp.pml:294 - [unacked[((2*c)+0)]?<x>] (0:0:2 - 1)
		reached[0][424] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P0 *)_this)->x);
		;
		((P0 *)_this)->x = qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 391: // STATE 425 - acp.pml:296 - [((repeats[x]<2))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][425] = 1;
		if (!((((int)now.repeats[ Index(((int)((P0 *)_this)->x), 15) ])<2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: x */  (trpt+1)->bup.oval = ((P0 *)_this)->x;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->x = 0;
		_m = 3; goto P999; /* 0 */
	case 392: // STATE 426 - acp.pml:145 - [unacked[((2*c)+0)]?<x>] (460:0:3 - 1)
		reached[0][426] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P0 *)_this)->x);
		;
		((P0 *)_this)->x = qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: repeats[x] = (repeats[x]+1)(0, 427, 460) */
		reached[0][427] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.repeats[ Index(((int)((P0 *)_this)->x), 15) ]);
		now.repeats[ Index(((P0 *)_this)->x, 15) ] = (((int)now.repeats[ Index(((int)((P0 *)_this)->x), 15) ])+1);
#ifdef VAR_RANGES
		logval("repeats[dialer:x]", ((int)now.repeats[ Index(((int)((P0 *)_this)->x), 15) ]));
#endif
		;
		_m = 4; goto P999; /* 1 */
	case 393: // STATE 428 - acp.pml:148 - [((x<=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][428] = 1;
		if (!((((int)((P0 *)_this)->x)<=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 394: // STATE 429 - acp.pml:107 - [(broken[c])] (664:0:1 - 1)
		IfNotBlocked
		reached[0][429] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(664, 434, 664) */
		reached[0][434] = 1;
		;
		/* merge: .(goto)(664, 461, 664) */
		reached[0][461] = 1;
		;
		/* merge: .(goto)(664, 508, 664) */
		reached[0][508] = 1;
		;
		/* merge: x = 0(664, 509, 664) */
		reached[0][509] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 395: // STATE 431 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][431] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 396: // STATE 432 - acp.pml:110 - [line[((2*c)+0)]!4,x,sent_in[x]] (664:0:1 - 1)
		IfNotBlocked
		reached[0][432] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 4); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.sent_in[ Index(((int)((P0 *)_this)->x), 3) ])); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 4, ((int)((P0 *)_this)->x), ((int)now.sent_in[ Index(((int)((P0 *)_this)->x), 3) ]), 3);
		/* merge: .(goto)(664, 434, 664) */
		reached[0][434] = 1;
		;
		/* merge: .(goto)(664, 461, 664) */
		reached[0][461] = 1;
		;
		/* merge: .(goto)(664, 508, 664) */
		reached[0][508] = 1;
		;
		/* merge: x = 0(664, 509, 664) */
		reached[0][509] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 397: // STATE 436 - acp.pml:149 - [(((x>2)&&(x<(0+6))))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][436] = 1;
		if (!(((((int)((P0 *)_this)->x)>2)&&(((int)((P0 *)_this)->x)<(0+6)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 398: // STATE 437 - acp.pml:107 - [(broken[c])] (664:0:1 - 1)
		IfNotBlocked
		reached[0][437] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(664, 442, 664) */
		reached[0][442] = 1;
		;
		/* merge: .(goto)(664, 461, 664) */
		reached[0][461] = 1;
		;
		/* merge: .(goto)(664, 508, 664) */
		reached[0][508] = 1;
		;
		/* merge: x = 0(664, 509, 664) */
		reached[0][509] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 399: // STATE 439 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][439] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 400: // STATE 440 - acp.pml:110 - [line[((2*c)+0)]!3,(x-3),(c+1)] (664:0:1 - 1)
		IfNotBlocked
		reached[0][440] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P0 *)_this)->x)-3)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 3, (((int)((P0 *)_this)->x)-3), (((int)now.c)+1), 3);
		/* merge: .(goto)(664, 442, 664) */
		reached[0][442] = 1;
		;
		/* merge: .(goto)(664, 461, 664) */
		reached[0][461] = 1;
		;
		/* merge: .(goto)(664, 508, 664) */
		reached[0][508] = 1;
		;
		/* merge: x = 0(664, 509, 664) */
		reached[0][509] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 401: // STATE 444 - acp.pml:150 - [(((x>=(0+6))&&(x<(0+9))))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][444] = 1;
		if (!(((((int)((P0 *)_this)->x)>=(0+6))&&(((int)((P0 *)_this)->x)<(0+9)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 402: // STATE 445 - acp.pml:107 - [(broken[c])] (664:0:1 - 1)
		IfNotBlocked
		reached[0][445] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(664, 450, 664) */
		reached[0][450] = 1;
		;
		/* merge: .(goto)(664, 461, 664) */
		reached[0][461] = 1;
		;
		/* merge: .(goto)(664, 508, 664) */
		reached[0][508] = 1;
		;
		/* merge: x = 0(664, 509, 664) */
		reached[0][509] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 403: // STATE 447 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][447] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 404: // STATE 448 - acp.pml:110 - [line[((2*c)+0)]!8,x,(c+1)] (664:0:1 - 1)
		IfNotBlocked
		reached[0][448] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 8); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 8, ((int)((P0 *)_this)->x), (((int)now.c)+1), 3);
		/* merge: .(goto)(664, 450, 664) */
		reached[0][450] = 1;
		;
		/* merge: .(goto)(664, 461, 664) */
		reached[0][461] = 1;
		;
		/* merge: .(goto)(664, 508, 664) */
		reached[0][508] = 1;
		;
		/* merge: x = 0(664, 509, 664) */
		reached[0][509] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 405: // STATE 452 - acp.pml:151 - [((x>=(0+9)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][452] = 1;
		if (!((((int)((P0 *)_this)->x)>=(0+9))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 406: // STATE 453 - acp.pml:107 - [(broken[c])] (664:0:1 - 1)
		IfNotBlocked
		reached[0][453] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(664, 458, 664) */
		reached[0][458] = 1;
		;
		/* merge: .(goto)(664, 461, 664) */
		reached[0][461] = 1;
		;
		/* merge: .(goto)(664, 508, 664) */
		reached[0][508] = 1;
		;
		/* merge: x = 0(664, 509, 664) */
		reached[0][509] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 407: // STATE 455 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][455] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 408: // STATE 456 - acp.pml:110 - [line[((2*c)+0)]!5,x,(c+1)] (664:0:1 - 1)
		IfNotBlocked
		reached[0][456] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 5); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 5, ((int)((P0 *)_this)->x), (((int)now.c)+1), 3);
		/* merge: .(goto)(664, 458, 664) */
		reached[0][458] = 1;
		;
		/* merge: .(goto)(664, 461, 664) */
		reached[0][461] = 1;
		;
		/* merge: .(goto)(664, 508, 664) */
		reached[0][508] = 1;
		;
		/* merge: x = 0(664, 509, 664) */
		reached[0][509] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 409: // STATE 508 - acp.pml:307 - [.(goto)] (0:664:1 - 22)
		IfNotBlocked
		reached[0][508] = 1;
		;
		/* merge: x = 0(664, 509, 664) */
		reached[0][509] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 410: // STATE 464 - acp.pml:298 - [assert(((lost+early)>2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][464] = 1;
		spin_assert(((((int)now.lost)+((int)now.early))>2), "((lost+early)>2)", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 411: // STATE 465 - acp.pml:299 - [unacked[((2*c)+0)]?x] (0:0:1 - 1)
		reached[0][465] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		;
		((P0 *)_this)->x = qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 412: // STATE 466 - acp.pml:301 - [((x<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][466] = 1;
		if (!((((int)((P0 *)_this)->x)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 413: // STATE 467 - acp.pml:166 - [((op[x]==1))] (664:0:2 - 1)
		IfNotBlocked
		reached[0][467] = 1;
		if (!((((int)now.op[ Index(((int)((P0 *)_this)->x), 3) ])==1)))
			continue;
		/* merge: op[x] = 3(664, 468, 664) */
		reached[0][468] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->x), 3) ]);
		now.op[ Index(((P0 *)_this)->x, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[dialer:x]", ((int)now.op[ Index(((int)((P0 *)_this)->x), 3) ]));
#endif
		;
		/* merge: .(goto)(664, 471, 664) */
		reached[0][471] = 1;
		;
		/* merge: .(goto)(664, 506, 664) */
		reached[0][506] = 1;
		;
		/* merge: .(goto)(664, 508, 664) */
		reached[0][508] = 1;
		;
		/* merge: x = 0(664, 509, 664) */
		reached[0][509] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 414: // STATE 473 - acp.pml:302 - [(((x==(c+6))&&(at_d==1)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][473] = 1;
		if (!(((((int)((P0 *)_this)->x)==(((int)now.c)+6))&&(((int)now.at_d)==1))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: x */  (trpt+1)->bup.oval = ((P0 *)_this)->x;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->x = 0;
		_m = 3; goto P999; /* 0 */
	case 415: // STATE 474 - acp.pml:173 - [at_d = 4] (0:485:2 - 1)
		IfNotBlocked
		reached[0][474] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.at_d);
		now.at_d = 4;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		/* merge: k = 0(485, 475, 485) */
		reached[0][475] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 486, 485) */
		reached[0][486] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 416: // STATE 476 - acp.pml:176 - [((k<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][476] = 1;
		if (!((((int)((P0 *)_this)->k)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 417: // STATE 477 - acp.pml:181 - [(((op[k]==0)||(op[k]==1)))] (485:0:2 - 1)
		IfNotBlocked
		reached[0][477] = 1;
		if (!(((((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==0)||(((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==1))))
			continue;
		/* merge: op[k] = 3(485, 478, 485) */
		reached[0][478] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]);
		now.op[ Index(((P0 *)_this)->k, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[dialer:k]", ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]));
#endif
		;
		/* merge: .(goto)(485, 481, 485) */
		reached[0][481] = 1;
		;
		/* merge: k = (k+1)(485, 482, 485) */
		reached[0][482] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 486, 485) */
		reached[0][486] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 418: // STATE 482 - acp.pml:185 - [k = (k+1)] (0:485:1 - 3)
		IfNotBlocked
		reached[0][482] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 486, 485) */
		reached[0][486] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 419: // STATE 488 - acp.pml:188 - [k = 0] (0:494:1 - 3)
		IfNotBlocked
		reached[0][488] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 420: // STATE 489 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(0)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][489] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 0, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 421: // STATE 490 - acp.pml:125 - [unacked[((2*c)+0)]??eval(0)] (0:0:1 - 1)
		reached[0][490] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 0, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 422: // STATE 495 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(1)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][495] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 1, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 423: // STATE 496 - acp.pml:125 - [unacked[((2*c)+0)]??eval(1)] (664:0:2 - 1)
		reached[0][496] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 1, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(664, 499, 664) */
		reached[0][499] = 1;
		;
		/* merge: .(goto)(664, 506, 664) */
		reached[0][506] = 1;
		;
		/* merge: .(goto)(664, 508, 664) */
		reached[0][508] = 1;
		;
		/* merge: x = 0(664, 509, 664) */
		reached[0][509] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 4; goto P999; /* 5 */
	case 424: // STATE 502 - acp.pml:303 - [(((x==(c+9))&&(at_d==3)))] (664:0:3 - 1)
		IfNotBlocked
		reached[0][502] = 1;
		if (!(((((int)((P0 *)_this)->x)==(((int)now.c)+9))&&(((int)now.at_d)==3))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: x */  (trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->x;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->x = 0;
		/* merge: at_d = 4(664, 503, 664) */
		reached[0][503] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_d);
		now.at_d = 4;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		/* merge: .(goto)(664, 506, 664) */
		reached[0][506] = 1;
		;
		/* merge: .(goto)(664, 508, 664) */
		reached[0][508] = 1;
		;
		/* merge: x = 0(664, 509, 664) */
		reached[0][509] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 425: // STATE 512 - acp.pml:362 - [((((c!=255)&&(early<1))&&nempty(unacked[((2*c)+0)])))] (600:0:1 - 1)
		IfNotBlocked
		reached[0][512] = 1;
		if (!((((((int)now.c)!=255)&&(((int)now.early)<1))&&(q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ])>0))))
			continue;
		/* merge: early = (early+1)(0, 513, 600) */
		reached[0][513] = 1;
		(trpt+1)->bup.oval = ((int)now.early);
		now.early = (((int)now.early)+1);
#ifdef VAR_RANGES
		logval("early", ((int)now.early));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 426: // STATE 514 - acp.pml:294 - [unacked[((2*c)+0)]?<x>] (0:0:2 - 1)
		reached[0][514] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P0 *)_this)->x);
		;
		((P0 *)_this)->x = qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 427: // STATE 515 - acp.pml:296 - [((repeats[x]<2))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][515] = 1;
		if (!((((int)now.repeats[ Index(((int)((P0 *)_this)->x), 15) ])<2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: x */  (trpt+1)->bup.oval = ((P0 *)_this)->x;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->x = 0;
		_m = 3; goto P999; /* 0 */
	case 428: // STATE 516 - acp.pml:145 - [unacked[((2*c)+0)]?<x>] (550:0:3 - 1)
		reached[0][516] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P0 *)_this)->x);
		;
		((P0 *)_this)->x = qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: repeats[x] = (repeats[x]+1)(0, 517, 550) */
		reached[0][517] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.repeats[ Index(((int)((P0 *)_this)->x), 15) ]);
		now.repeats[ Index(((P0 *)_this)->x, 15) ] = (((int)now.repeats[ Index(((int)((P0 *)_this)->x), 15) ])+1);
#ifdef VAR_RANGES
		logval("repeats[dialer:x]", ((int)now.repeats[ Index(((int)((P0 *)_this)->x), 15) ]));
#endif
		;
		_m = 4; goto P999; /* 1 */
	case 429: // STATE 518 - acp.pml:148 - [((x<=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][518] = 1;
		if (!((((int)((P0 *)_this)->x)<=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 430: // STATE 519 - acp.pml:107 - [(broken[c])] (664:0:1 - 1)
		IfNotBlocked
		reached[0][519] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(664, 524, 664) */
		reached[0][524] = 1;
		;
		/* merge: .(goto)(664, 551, 664) */
		reached[0][551] = 1;
		;
		/* merge: .(goto)(664, 598, 664) */
		reached[0][598] = 1;
		;
		/* merge: x = 0(664, 599, 664) */
		reached[0][599] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 431: // STATE 521 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][521] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 432: // STATE 522 - acp.pml:110 - [line[((2*c)+0)]!4,x,sent_in[x]] (664:0:1 - 1)
		IfNotBlocked
		reached[0][522] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 4); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.sent_in[ Index(((int)((P0 *)_this)->x), 3) ])); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 4, ((int)((P0 *)_this)->x), ((int)now.sent_in[ Index(((int)((P0 *)_this)->x), 3) ]), 3);
		/* merge: .(goto)(664, 524, 664) */
		reached[0][524] = 1;
		;
		/* merge: .(goto)(664, 551, 664) */
		reached[0][551] = 1;
		;
		/* merge: .(goto)(664, 598, 664) */
		reached[0][598] = 1;
		;
		/* merge: x = 0(664, 599, 664) */
		reached[0][599] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 433: // STATE 526 - acp.pml:149 - [(((x>2)&&(x<(0+6))))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][526] = 1;
		if (!(((((int)((P0 *)_this)->x)>2)&&(((int)((P0 *)_this)->x)<(0+6)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 434: // STATE 527 - acp.pml:107 - [(broken[c])] (664:0:1 - 1)
		IfNotBlocked
		reached[0][527] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(664, 532, 664) */
		reached[0][532] = 1;
		;
		/* merge: .(goto)(664, 551, 664) */
		reached[0][551] = 1;
		;
		/* merge: .(goto)(664, 598, 664) */
		reached[0][598] = 1;
		;
		/* merge: x = 0(664, 599, 664) */
		reached[0][599] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 435: // STATE 529 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][529] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 436: // STATE 530 - acp.pml:110 - [line[((2*c)+0)]!3,(x-3),(c+1)] (664:0:1 - 1)
		IfNotBlocked
		reached[0][530] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P0 *)_this)->x)-3)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 3, (((int)((P0 *)_this)->x)-3), (((int)now.c)+1), 3);
		/* merge: .(goto)(664, 532, 664) */
		reached[0][532] = 1;
		;
		/* merge: .(goto)(664, 551, 664) */
		reached[0][551] = 1;
		;
		/* merge: .(goto)(664, 598, 664) */
		reached[0][598] = 1;
		;
		/* merge: x = 0(664, 599, 664) */
		reached[0][599] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 437: // STATE 534 - acp.pml:150 - [(((x>=(0+6))&&(x<(0+9))))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][534] = 1;
		if (!(((((int)((P0 *)_this)->x)>=(0+6))&&(((int)((P0 *)_this)->x)<(0+9)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 438: // STATE 535 - acp.pml:107 - [(broken[c])] (664:0:1 - 1)
		IfNotBlocked
		reached[0][535] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(664, 540, 664) */
		reached[0][540] = 1;
		;
		/* merge: .(goto)(664, 551, 664) */
		reached[0][551] = 1;
		;
		/* merge: .(goto)(664, 598, 664) */
		reached[0][598] = 1;
		;
		/* merge: x = 0(664, 599, 664) */
		reached[0][599] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 439: // STATE 537 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][537] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 440: // STATE 538 - acp.pml:110 - [line[((2*c)+0)]!8,x,(c+1)] (664:0:1 - 1)
		IfNotBlocked
		reached[0][538] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 8); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 8, ((int)((P0 *)_this)->x), (((int)now.c)+1), 3);
		/* merge: .(goto)(664, 540, 664) */
		reached[0][540] = 1;
		;
		/* merge: .(goto)(664, 551, 664) */
		reached[0][551] = 1;
		;
		/* merge: .(goto)(664, 598, 664) */
		reached[0][598] = 1;
		;
		/* merge: x = 0(664, 599, 664) */
		reached[0][599] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 441: // STATE 542 - acp.pml:151 - [((x>=(0+9)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][542] = 1;
		if (!((((int)((P0 *)_this)->x)>=(0+9))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 442: // STATE 543 - acp.pml:107 - [(broken[c])] (664:0:1 - 1)
		IfNotBlocked
		reached[0][543] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(664, 548, 664) */
		reached[0][548] = 1;
		;
		/* merge: .(goto)(664, 551, 664) */
		reached[0][551] = 1;
		;
		/* merge: .(goto)(664, 598, 664) */
		reached[0][598] = 1;
		;
		/* merge: x = 0(664, 599, 664) */
		reached[0][599] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 443: // STATE 545 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][545] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 444: // STATE 546 - acp.pml:110 - [line[((2*c)+0)]!5,x,(c+1)] (664:0:1 - 1)
		IfNotBlocked
		reached[0][546] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 5); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 5, ((int)((P0 *)_this)->x), (((int)now.c)+1), 3);
		/* merge: .(goto)(664, 548, 664) */
		reached[0][548] = 1;
		;
		/* merge: .(goto)(664, 551, 664) */
		reached[0][551] = 1;
		;
		/* merge: .(goto)(664, 598, 664) */
		reached[0][598] = 1;
		;
		/* merge: x = 0(664, 599, 664) */
		reached[0][599] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 445: // STATE 598 - acp.pml:307 - [.(goto)] (0:664:1 - 22)
		IfNotBlocked
		reached[0][598] = 1;
		;
		/* merge: x = 0(664, 599, 664) */
		reached[0][599] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 446: // STATE 554 - acp.pml:298 - [assert(((lost+early)>2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][554] = 1;
		spin_assert(((((int)now.lost)+((int)now.early))>2), "((lost+early)>2)", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 447: // STATE 555 - acp.pml:299 - [unacked[((2*c)+0)]?x] (0:0:1 - 1)
		reached[0][555] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->x);
		;
		((P0 *)_this)->x = qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 448: // STATE 556 - acp.pml:301 - [((x<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][556] = 1;
		if (!((((int)((P0 *)_this)->x)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 449: // STATE 557 - acp.pml:166 - [((op[x]==1))] (664:0:2 - 1)
		IfNotBlocked
		reached[0][557] = 1;
		if (!((((int)now.op[ Index(((int)((P0 *)_this)->x), 3) ])==1)))
			continue;
		/* merge: op[x] = 3(664, 558, 664) */
		reached[0][558] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->x), 3) ]);
		now.op[ Index(((P0 *)_this)->x, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[dialer:x]", ((int)now.op[ Index(((int)((P0 *)_this)->x), 3) ]));
#endif
		;
		/* merge: .(goto)(664, 561, 664) */
		reached[0][561] = 1;
		;
		/* merge: .(goto)(664, 596, 664) */
		reached[0][596] = 1;
		;
		/* merge: .(goto)(664, 598, 664) */
		reached[0][598] = 1;
		;
		/* merge: x = 0(664, 599, 664) */
		reached[0][599] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 450: // STATE 563 - acp.pml:302 - [(((x==(c+6))&&(at_d==1)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][563] = 1;
		if (!(((((int)((P0 *)_this)->x)==(((int)now.c)+6))&&(((int)now.at_d)==1))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: x */  (trpt+1)->bup.oval = ((P0 *)_this)->x;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->x = 0;
		_m = 3; goto P999; /* 0 */
	case 451: // STATE 564 - acp.pml:173 - [at_d = 4] (0:575:2 - 1)
		IfNotBlocked
		reached[0][564] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.at_d);
		now.at_d = 4;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		/* merge: k = 0(575, 565, 575) */
		reached[0][565] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 576, 575) */
		reached[0][576] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 452: // STATE 566 - acp.pml:176 - [((k<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][566] = 1;
		if (!((((int)((P0 *)_this)->k)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 453: // STATE 567 - acp.pml:181 - [(((op[k]==0)||(op[k]==1)))] (575:0:2 - 1)
		IfNotBlocked
		reached[0][567] = 1;
		if (!(((((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==0)||(((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==1))))
			continue;
		/* merge: op[k] = 3(575, 568, 575) */
		reached[0][568] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]);
		now.op[ Index(((P0 *)_this)->k, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[dialer:k]", ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]));
#endif
		;
		/* merge: .(goto)(575, 571, 575) */
		reached[0][571] = 1;
		;
		/* merge: k = (k+1)(575, 572, 575) */
		reached[0][572] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 576, 575) */
		reached[0][576] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 454: // STATE 572 - acp.pml:185 - [k = (k+1)] (0:575:1 - 3)
		IfNotBlocked
		reached[0][572] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 576, 575) */
		reached[0][576] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 455: // STATE 578 - acp.pml:188 - [k = 0] (0:584:1 - 3)
		IfNotBlocked
		reached[0][578] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 456: // STATE 579 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(0)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][579] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 0, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 457: // STATE 580 - acp.pml:125 - [unacked[((2*c)+0)]??eval(0)] (0:0:1 - 1)
		reached[0][580] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 0, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 458: // STATE 585 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(1)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][585] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 1, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 459: // STATE 586 - acp.pml:125 - [unacked[((2*c)+0)]??eval(1)] (664:0:2 - 1)
		reached[0][586] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 1, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(664, 589, 664) */
		reached[0][589] = 1;
		;
		/* merge: .(goto)(664, 596, 664) */
		reached[0][596] = 1;
		;
		/* merge: .(goto)(664, 598, 664) */
		reached[0][598] = 1;
		;
		/* merge: x = 0(664, 599, 664) */
		reached[0][599] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 4; goto P999; /* 5 */
	case 460: // STATE 592 - acp.pml:303 - [(((x==(c+9))&&(at_d==3)))] (664:0:3 - 1)
		IfNotBlocked
		reached[0][592] = 1;
		if (!(((((int)((P0 *)_this)->x)==(((int)now.c)+9))&&(((int)now.at_d)==3))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: x */  (trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->x;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->x = 0;
		/* merge: at_d = 4(664, 593, 664) */
		reached[0][593] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_d);
		now.at_d = 4;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		/* merge: .(goto)(664, 596, 664) */
		reached[0][596] = 1;
		;
		/* merge: .(goto)(664, 598, 664) */
		reached[0][598] = 1;
		;
		/* merge: x = 0(664, 599, 664) */
		reached[0][599] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->x);
		((P0 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("dialer:x", ((int)((P0 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 461: // STATE 602 - acp.pml:363 - [((((timeout&&((((((len(unacked[0])+len(unacked[1]))+len(unacked[2]))+len(unacked[3]))+len(unacked[4]))+len(unacked[5]))==0))&&(c!=255))&&!(ready)))] (664:0:1 - 1)
		IfNotBlocked
		reached[0][602] = 1;
		if (!((((((trpt->tau)&1)&&((((((q_len(now.unacked[0])+q_len(now.unacked[1]))+q_len(now.unacked[2]))+q_len(now.unacked[3]))+q_len(now.unacked[4]))+q_len(now.unacked[5]))==0))&&(((int)now.c)!=255))&& !(((int)now.ready)))))
			continue;
		/* merge: assert((lost>0))(664, 603, 664) */
		reached[0][603] = 1;
		spin_assert((((int)now.lost)>0), "(lost>0)", II, tt, t);
		/* merge: broken[c] = 1(664, 604, 664) */
		reached[0][604] = 1;
		(trpt+1)->bup.oval = ((int)now.broken[ Index(((int)now.c), 2) ]);
		now.broken[ Index(now.c, 2) ] = 1;
#ifdef VAR_RANGES
		logval("broken[c]", ((int)now.broken[ Index(((int)now.c), 2) ]));
#endif
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 1; goto P999; /* 3 */
	case 462: // STATE 606 - acp.pml:364 - [((((timeout&&((((((len(unacked[0])+len(unacked[1]))+len(unacked[2]))+len(unacked[3]))+len(unacked[4]))+len(unacked[5]))==0))&&(c!=255))&&(at_d==1)))] (635:0:0 - 1)
		IfNotBlocked
		reached[0][606] = 1;
		if (!((((((trpt->tau)&1)&&((((((q_len(now.unacked[0])+q_len(now.unacked[1]))+q_len(now.unacked[2]))+q_len(now.unacked[3]))+q_len(now.unacked[4]))+q_len(now.unacked[5]))==0))&&(((int)now.c)!=255))&&(((int)now.at_d)==1))))
			continue;
		/* merge: assert(lost_accept)(0, 607, 635) */
		reached[0][607] = 1;
		spin_assert(((int)now.lost_accept), "lost_accept", II, tt, t);
		_m = 1; goto P999; /* 1 */
	case 463: // STATE 608 - acp.pml:173 - [at_d = 4] (0:619:2 - 1)
		IfNotBlocked
		reached[0][608] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.at_d);
		now.at_d = 4;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		/* merge: k = 0(619, 609, 619) */
		reached[0][609] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 620, 619) */
		reached[0][620] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 464: // STATE 610 - acp.pml:176 - [((k<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][610] = 1;
		if (!((((int)((P0 *)_this)->k)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 465: // STATE 611 - acp.pml:181 - [(((op[k]==0)||(op[k]==1)))] (619:0:2 - 1)
		IfNotBlocked
		reached[0][611] = 1;
		if (!(((((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==0)||(((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ])==1))))
			continue;
		/* merge: op[k] = 3(619, 612, 619) */
		reached[0][612] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]);
		now.op[ Index(((P0 *)_this)->k, 3) ] = 3;
#ifdef VAR_RANGES
		logval("op[dialer:k]", ((int)now.op[ Index(((int)((P0 *)_this)->k), 3) ]));
#endif
		;
		/* merge: .(goto)(619, 615, 619) */
		reached[0][615] = 1;
		;
		/* merge: k = (k+1)(619, 616, 619) */
		reached[0][616] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 620, 619) */
		reached[0][620] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 466: // STATE 616 - acp.pml:185 - [k = (k+1)] (0:619:1 - 3)
		IfNotBlocked
		reached[0][616] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = (((int)((P0 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		/* merge: .(goto)(0, 620, 619) */
		reached[0][620] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 467: // STATE 622 - acp.pml:188 - [k = 0] (0:628:1 - 3)
		IfNotBlocked
		reached[0][622] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->k);
		((P0 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("dialer:k", ((int)((P0 *)_this)->k));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 468: // STATE 623 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(0)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][623] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 0, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 469: // STATE 624 - acp.pml:125 - [unacked[((2*c)+0)]??eval(0)] (0:0:1 - 1)
		reached[0][624] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 0, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.oval = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 470: // STATE 629 - acp.pml:125 - [(unacked[((2*c)+0)]??[eval(1)])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][629] = 1;
		if (!(Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 1, 0, 0, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 471: // STATE 630 - acp.pml:125 - [unacked[((2*c)+0)]??eval(1)] (647:0:2 - 1)
		reached[0][630] = 1;
		if (q_len(now.unacked[ Index(((2*((int)now.c))+0), 6) ]) == 0) continue;

		XX=1;
		if (!(XX = Q_has(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 1, 1, 0, 0, 0, 0))) continue;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = XX;
		;
		qrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(647, 633, 647) */
		reached[0][633] = 1;
		;
		/* merge: at_d = 3(647, 636, 647) */
		reached[0][636] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.at_d);
		now.at_d = 3;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		_m = 4; goto P999; /* 2 */
	case 472: // STATE 636 - acp.pml:366 - [at_d = 3] (0:647:1 - 3)
		IfNotBlocked
		reached[0][636] = 1;
		(trpt+1)->bup.oval = ((int)now.at_d);
		now.at_d = 3;
#ifdef VAR_RANGES
		logval("at_d", ((int)now.at_d));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 473: // STATE 637 - acp.pml:107 - [(broken[c])] (646:0:1 - 1)
		IfNotBlocked
		reached[0][637] = 1;
		if (!(((int)now.broken[ Index(((int)now.c), 2) ])))
			continue;
		/* merge: .(goto)(646, 642, 646) */
		reached[0][642] = 1;
		;
		/* merge: repeats[(c+9)] = 0(646, 644, 646) */
		reached[0][644] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[ Index((((int)now.c)+9), 15) ]);
		now.repeats[ Index((now.c+9), 15) ] = 0;
#ifdef VAR_RANGES
		logval("repeats[(c+9)]", ((int)now.repeats[ Index((((int)now.c)+9), 15) ]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(646, 645, 646) */
		reached[0][645] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 3 */
	case 474: // STATE 639 - acp.pml:109 - [assert(nfull(line[((2*c)+0)]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][639] = 1;
		spin_assert((!q_full(now.line[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(line[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 475: // STATE 640 - acp.pml:110 - [line[((2*c)+0)]!5,(c+9),(c+1)] (646:0:1 - 1)
		IfNotBlocked
		reached[0][640] = 1;
		if (q_full(now.line[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.line[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", 5); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+9)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)now.c)+1)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.line[ Index(((2*((int)now.c))+0), 6) ], 0, 5, (((int)now.c)+9), (((int)now.c)+1), 3);
		/* merge: .(goto)(646, 642, 646) */
		reached[0][642] = 1;
		;
		/* merge: repeats[(c+9)] = 0(646, 644, 646) */
		reached[0][644] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[ Index((((int)now.c)+9), 15) ]);
		now.repeats[ Index((now.c+9), 15) ] = 0;
#ifdef VAR_RANGES
		logval("repeats[(c+9)]", ((int)now.repeats[ Index((((int)now.c)+9), 15) ]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(646, 645, 646) */
		reached[0][645] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 2; goto P999; /* 3 */
	case 476: // STATE 644 - acp.pml:117 - [repeats[(c+9)] = 0] (0:646:1 - 3)
		IfNotBlocked
		reached[0][644] = 1;
		(trpt+1)->bup.oval = ((int)now.repeats[ Index((((int)now.c)+9), 15) ]);
		now.repeats[ Index((now.c+9), 15) ] = 0;
#ifdef VAR_RANGES
		logval("repeats[(c+9)]", ((int)now.repeats[ Index((((int)now.c)+9), 15) ]));
#endif
		;
		/* merge: assert(nfull(unacked[((2*c)+0)]))(646, 645, 646) */
		reached[0][645] = 1;
		spin_assert((!q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ])), "(!q_full(unacked[((2*c)+0)]))", II, tt, t);
		_m = 3; goto P999; /* 1 */
	case 477: // STATE 646 - acp.pml:119 - [unacked[((2*c)+0)]!(c+9)] (0:0:0 - 1)
		IfNotBlocked
		reached[0][646] = 1;
		if (q_full(now.unacked[ Index(((2*((int)now.c))+0), 6) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		sprintf(simtmp, "%d", (((int)now.c)+9)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.unacked[ Index(((2*((int)now.c))+0), 6) ], 0, (((int)now.c)+9), 0, 0, 1);
		_m = 2; goto P999; /* 0 */
	case 478: // STATE 649 - acp.pml:368 - [((((timeout&&((((((len(unacked[0])+len(unacked[1]))+len(unacked[2]))+len(unacked[3]))+len(unacked[4]))+len(unacked[5]))==0))&&(c!=255))&&((op[0]==1)||(op[1]==1))))] (656:0:0 - 1)
		IfNotBlocked
		reached[0][649] = 1;
		if (!((((((trpt->tau)&1)&&((((((q_len(now.unacked[0])+q_len(now.unacked[1]))+q_len(now.unacked[2]))+q_len(now.unacked[3]))+q_len(now.unacked[4]))+q_len(now.unacked[5]))==0))&&(((int)now.c)!=255))&&((((int)now.op[0])==1)||(((int)now.op[1])==1)))))
			continue;
		/* merge: assert(((((lost+early)>2)||lost_end)||(lost_answer&&!(0))))(0, 650, 656) */
		reached[0][650] = 1;
		spin_assert(((((((int)now.lost)+((int)now.early))>2)||((int)now.lost_end))||(((int)now.lost_answer)&& !(0))), "((((lost+early)>2)||lost_end)||(lost_answer&& !(0)))", II, tt, t);
		_m = 1; goto P999; /* 1 */
	case 479: // STATE 651 - acp.pml:166 - [((op[0]==1))] (662:0:1 - 1)
		IfNotBlocked
		reached[0][651] = 1;
		if (!((((int)now.op[0])==1)))
			continue;
		/* merge: op[0] = 3(0, 652, 662) */
		reached[0][652] = 1;
		(trpt+1)->bup.oval = ((int)now.op[0]);
		now.op[0] = 3;
#ifdef VAR_RANGES
		logval("op[0]", ((int)now.op[0]));
#endif
		;
		/* merge: .(goto)(0, 655, 662) */
		reached[0][655] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 480: // STATE 657 - acp.pml:166 - [((op[1]==1))] (664:0:1 - 1)
		IfNotBlocked
		reached[0][657] = 1;
		if (!((((int)now.op[1])==1)))
			continue;
		/* merge: op[1] = 3(664, 658, 664) */
		reached[0][658] = 1;
		(trpt+1)->bup.oval = ((int)now.op[1]);
		now.op[1] = 3;
#ifdef VAR_RANGES
		logval("op[1]", ((int)now.op[1]));
#endif
		;
		/* merge: .(goto)(664, 661, 664) */
		reached[0][661] = 1;
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 481: // STATE 661 - acp.pml:169 - [.(goto)] (0:664:0 - 2)
		IfNotBlocked
		reached[0][661] = 1;
		;
		/* merge: .(goto)(0, 665, 664) */
		reached[0][665] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 482: // STATE 667 - acp.pml:373 - [-end-] (0:0:0 - 3)
		IfNotBlocked
		reached[0][667] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */
	case  _T5:	/* np_ */
		if (!((!(trpt->o_pm&4) && !(trpt->tau&128))))
			continue;
		/* else fall through */
	case  _T2:	/* true */
		_m = 3; goto P999;
#undef rand
	}

