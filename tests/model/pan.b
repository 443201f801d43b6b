	switch (t->back) {
	default: Uerror("bad return move");
	case  0: goto R999; /* nothing to undo */

		 /* PROC :init: */

	case 3: // STATE 1
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 4: // STATE 2
		;
		((P5 *)_this)->_9_26_i = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 6: // STATE 4
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 7: // STATE 5
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 8: // STATE 6
		;
		((P5 *)_this)->_9_26_i = trpt->bup.oval;
		;
		goto R999;

	case 9: // STATE 12
		;
		((P5 *)_this)->_9_26_i = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 11: // STATE 14
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 12: // STATE 15
		;
		((P5 *)_this)->_9_26_i = trpt->bup.oval;
		;
		goto R999;

	case 13: // STATE 21
		;
		((P5 *)_this)->_9_26_i = trpt->bup.oval;
		;
		goto R999;

	case 14: // STATE 22
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 15: // STATE 24
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC judge */
;
		
	case 16: // STATE 1
		goto R999;

	case 17: // STATE 6
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC network */

	case 18: // STATE 3
		;
		dropped = trpt->bup.ovals[1];
		now.broken[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 19: // STATE 5
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC handler */
;
		;
		
	case 21: // STATE 2
		;
		now.work[ Index(((P2 *)_this)->id, 3) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 23: // STATE 4
		;
	/* 0 */	((P2 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;
;
		
	case 24: // STATE 9
		goto R999;
;
		;
		
	case 26: // STATE 7
		;
		_m = unsend(now.line[ Index(((2*((int)now.where[ Index(((int)((P2 *)_this)->id), 3) ]))+1), 6) ]);
		;
		goto R999;
;
		
	case 27: // STATE 13
		goto R999;

	case 28: // STATE 16
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC accepted */
;
		;
		
	case 30: // STATE 2
		;
		XX = 1;
		unrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 0, ((P1 *)_this)->t, 1);
		unrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 1, ((int)((P1 *)_this)->r), 0);
		unrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 2, ((int)((P1 *)_this)->s), 0);
		((P1 *)_this)->t = trpt->bup.ovals[0];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->s = trpt->bup.ovals[2];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 31: // STATE 4
		;
		now.registered[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.ovals[1];
	/* 0 */	((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 32: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 34: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 35: // STATE 12
		;
	/* 0 */	((P1 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;

	case 36: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 38: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 39: // STATE 21
		;
	/* 0 */	((P1 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		;
		;
		
	case 42: // STATE 25
		;
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;

	case 43: // STATE 38
		;
		now.seen[ Index(((P1 *)_this)->r, 15) ] = trpt->bup.ovals[3];
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.ovals[2];
		now.rejected[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.ovals[1];
		now.refusals = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 44: // STATE 38
		;
		now.seen[ Index(((P1 *)_this)->r, 15) ] = trpt->bup.ovals[1];
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 45: // STATE 38
		;
		now.seen[ Index(((P1 *)_this)->r, 15) ] = trpt->bup.oval;
		;
		goto R999;

	case 46: // STATE 38
		;
		now.seen[ Index(((P1 *)_this)->r, 15) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 48: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 50: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 51: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 53: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 54: // STATE 57
		;
	/* 0 */	((P1 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 56: // STATE 66
		;
		now.where[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 58: // STATE 66
		;
		now.where[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;

	case 59: // STATE 66
		;
		now.where[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 61: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 63: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 64: // STATE 80
		;
		now.seen[ Index(((P1 *)_this)->r, 15) ] = trpt->bup.oval;
		;
		goto R999;

	case 65: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[6];
		((P1 *)_this)->r = trpt->bup.ovals[5];
		((P1 *)_this)->t = trpt->bup.ovals[4];
		now.within[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[3];
		now.where[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[2];
		now.work[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[1];
		now.runs[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;
;
		;
		
	case 67: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[6];
		((P1 *)_this)->r = trpt->bup.ovals[5];
		((P1 *)_this)->t = trpt->bup.ovals[4];
		now.within[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[3];
		now.where[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[2];
		now.work[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[1];
		now.runs[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 68: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[6];
		((P1 *)_this)->r = trpt->bup.ovals[5];
		((P1 *)_this)->t = trpt->bup.ovals[4];
		now.within[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[3];
		now.where[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[2];
		now.work[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[1];
		now.runs[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 69: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 71: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 72: // STATE 106
		;
	/* 0 */	((P1 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 74: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 76: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 77: // STATE 116
		;
		now.seen[ Index(((P1 *)_this)->r, 15) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		
	case 80: // STATE 120
		;
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;

	case 81: // STATE 124
		;
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 82: // STATE 126
		;
		now.op[2] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 84: // STATE 128
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 2, 1);
		;
		;
		goto R999;
;
		;
		;
		;
		
	case 87: // STATE 138
		;
		now.work[0] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 91: // STATE 143
		;
		_m = unsend(now.line[ Index(((2*((int)now.where[0]))+1), 6) ]);
		;
		goto R999;

	case 92: // STATE 152
		;
		now.work[0] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		
	case 95: // STATE 161
		;
		now.work[1] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 97: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 99: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)now.where[1]))+1), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 100: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[3];
		((P1 *)_this)->r = trpt->bup.ovals[2];
		((P1 *)_this)->t = trpt->bup.ovals[1];
		now.work[1] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 101: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 103: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 104: // STATE 194
		;
	/* 0 */	((P1 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 106: // STATE 196
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, ((int)((P1 *)_this)->r), 1);
		;
		;
		goto R999;

	case 107: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[4];
		((P1 *)_this)->r = trpt->bup.ovals[3];
		((P1 *)_this)->t = trpt->bup.ovals[2];
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.ovals[1];
	/* 0 */	((P1 *)_this)->r = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 108: // STATE 206
		;
	/* 0 */	((P1 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 110: // STATE 208
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, ((int)((P1 *)_this)->r), 1);
		;
		;
		goto R999;

	case 111: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[3];
		((P1 *)_this)->r = trpt->bup.ovals[2];
		((P1 *)_this)->t = trpt->bup.ovals[1];
		now.op[ Index(((P1 *)_this)->r, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 112: // STATE 219
		;
	/* 0 */	((P1 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 114: // STATE 221
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, ((int)((P1 *)_this)->r), 1);
		;
		;
		goto R999;

	case 115: // STATE 226
		;
	/* 0 */	((P1 *)_this)->r = trpt->bup.oval;
		;
		;
		goto R999;

	case 116: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[3];
		((P1 *)_this)->r = trpt->bup.ovals[2];
		((P1 *)_this)->t = trpt->bup.ovals[1];
		now.op[2] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 117: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[4];
		((P1 *)_this)->r = trpt->bup.ovals[3];
		((P1 *)_this)->t = trpt->bup.ovals[2];
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.ovals[1];
	/* 0 */	((P1 *)_this)->r = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 118: // STATE 243
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 120: // STATE 246
		;
	/* 1 */	((P1 *)_this)->s = trpt->bup.ovals[4];
	/* 0 */	((P1 *)_this)->r = trpt->bup.ovals[3];
		XX = 1;
		unrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 0, ((P1 *)_this)->t, 1);
		unrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 1, ((int)((P1 *)_this)->r), 0);
		unrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 2, ((int)((P1 *)_this)->s), 0);
		((P1 *)_this)->t = trpt->bup.ovals[0];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->s = trpt->bup.ovals[2];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 121: // STATE 247
		;
		now.lost = trpt->bup.oval;
		;
		goto R999;

	case 122: // STATE 260
		;
		((P1 *)_this)->s = trpt->bup.ovals[4];
		((P1 *)_this)->r = trpt->bup.ovals[3];
		((P1 *)_this)->t = trpt->bup.ovals[2];
		now.lost_accept = trpt->bup.ovals[1];
	/* 0 */	((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 123: // STATE 260
		;
		((P1 *)_this)->s = trpt->bup.ovals[4];
		((P1 *)_this)->r = trpt->bup.ovals[3];
		((P1 *)_this)->t = trpt->bup.ovals[2];
		now.lost_answer = trpt->bup.ovals[1];
	/* 0 */	((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 124: // STATE 260
		;
		((P1 *)_this)->s = trpt->bup.ovals[4];
		((P1 *)_this)->r = trpt->bup.ovals[3];
		((P1 *)_this)->t = trpt->bup.ovals[2];
		now.lost_end = trpt->bup.ovals[1];
	/* 0 */	((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 125: // STATE 260
		;
		((P1 *)_this)->s = trpt->bup.ovals[2];
		((P1 *)_this)->r = trpt->bup.ovals[1];
		((P1 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 126: // STATE 263
		;
		now.gone[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 128: // STATE 265
		;
		XX = 1;
		unrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 1, trpt->bup.ovals[1], 0);
		unrecv(now.line[ Index(((2*((int)((P1 *)_this)->i))+0), 6) ], XX-1, 2, trpt->bup.ovals[2], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		;
		;
		
	case 131: // STATE 273
		;
		XX = 1;
		unrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, trpt->bup.oval, 1);
		;
		;
		goto R999;
;
		;
		
	case 133: // STATE 280
		;
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 134: // STATE 282
		;
		now.op[2] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 136: // STATE 284
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 2, 1);
		;
		;
		goto R999;
;
		;
		;
		;
		
	case 139: // STATE 294
		;
		now.work[0] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 143: // STATE 299
		;
		_m = unsend(now.line[ Index(((2*((int)now.where[0]))+1), 6) ]);
		;
		goto R999;

	case 144: // STATE 308
		;
		now.work[0] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 146: // STATE 316
		;
	/* 0 */	((P1 *)_this)->i = trpt->bup.oval;
		;
		;
		goto R999;

	case 147: // STATE 317
		;
		now.work[1] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		
	case 149: // STATE 319
		goto R999;
;
		;
		
	case 151: // STATE 322
		;
		_m = unsend(now.line[ Index(((2*((int)now.where[1]))+1), 6) ]);
		;
		goto R999;

	case 152: // STATE 331
		;
		now.work[1] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 153: // STATE 336
		goto R999;

	case 154: // STATE 342
		;
		now.refusals = trpt->bup.oval;
		;
		goto R999;

	case 155: // STATE 343
		;
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 156: // STATE 345
		;
		now.op[2] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 158: // STATE 347
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, 2, 1);
		;
		;
		goto R999;
;
		;
		;
		;
		
	case 161: // STATE 357
		;
		now.work[0] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 165: // STATE 362
		;
		_m = unsend(now.line[ Index(((2*((int)now.where[0]))+1), 6) ]);
		;
		goto R999;

	case 166: // STATE 371
		;
		now.work[0] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		
	case 169: // STATE 380
		;
		now.work[1] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 171: // STATE 402
		;
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 173: // STATE 402
		;
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.where[1]))+1), 6) ]);
		;
		goto R999;

	case 174: // STATE 402
		;
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.ovals[1];
		now.work[1] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 175: // STATE 402
		;
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 176: // STATE 410
		;
		now.repeats[ Index((((P1 *)_this)->i+12), 15) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 178: // STATE 410
		;
		now.repeats[ Index((((P1 *)_this)->i+12), 15) ] = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;

	case 179: // STATE 410
		;
		now.repeats[ Index((((P1 *)_this)->i+12), 15) ] = trpt->bup.oval;
		;
		goto R999;

	case 180: // STATE 412
		;
		_m = unsend(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;
;
		;
		
	case 182: // STATE 416
		;
		XX = 1;
		((P1 *)_this)->x = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 183: // STATE 417
		;
	/* 0 */	((P1 *)_this)->x = trpt->bup.oval;
		;
		;
		goto R999;

	case 184: // STATE 419
		;
		now.repeats[ Index(((P1 *)_this)->x, 15) ] = trpt->bup.ovals[1];
		XX = 1;
		((P1 *)_this)->x = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 186: // STATE 472
		;
		((P1 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 188: // STATE 472
		;
		((P1 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;
;
		;
		
	case 190: // STATE 472
		;
		((P1 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 192: // STATE 472
		;
		((P1 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;
;
		;
		
	case 194: // STATE 472
		;
		((P1 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 196: // STATE 472
		;
		((P1 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;
;
		;
		
	case 198: // STATE 472
		;
		((P1 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 200: // STATE 472
		;
		((P1 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;

	case 201: // STATE 472
		;
		((P1 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 203: // STATE 457
		;
		XX = 1;
		unrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, ((int)((P1 *)_this)->x), 1);
		((P1 *)_this)->x = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 205: // STATE 472
		;
		((P1 *)_this)->x = trpt->bup.ovals[1];
		now.op[ Index(((P1 *)_this)->x, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 206: // STATE 472
		;
		((P1 *)_this)->x = trpt->bup.ovals[2];
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.ovals[1];
	/* 0 */	((P1 *)_this)->x = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 207: // STATE 476
		;
		now.early = trpt->bup.oval;
		;
		goto R999;

	case 208: // STATE 477
		;
		XX = 1;
		((P1 *)_this)->x = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 209: // STATE 478
		;
	/* 0 */	((P1 *)_this)->x = trpt->bup.oval;
		;
		;
		goto R999;

	case 210: // STATE 480
		;
		now.repeats[ Index(((P1 *)_this)->x, 15) ] = trpt->bup.ovals[1];
		XX = 1;
		((P1 *)_this)->x = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 212: // STATE 533
		;
		((P1 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 214: // STATE 533
		;
		((P1 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;
;
		;
		
	case 216: // STATE 533
		;
		((P1 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 218: // STATE 533
		;
		((P1 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;
;
		;
		
	case 220: // STATE 533
		;
		((P1 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 222: // STATE 533
		;
		((P1 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;
;
		;
		
	case 224: // STATE 533
		;
		((P1 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 226: // STATE 533
		;
		((P1 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ]);
		;
		goto R999;

	case 227: // STATE 533
		;
		((P1 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 229: // STATE 518
		;
		XX = 1;
		unrecv(now.unacked[ Index(((2*((int)((P1 *)_this)->i))+1), 6) ], XX-1, 0, ((int)((P1 *)_this)->x), 1);
		((P1 *)_this)->x = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 231: // STATE 533
		;
		((P1 *)_this)->x = trpt->bup.ovals[1];
		now.op[ Index(((P1 *)_this)->x, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 232: // STATE 533
		;
		((P1 *)_this)->x = trpt->bup.ovals[2];
		now.at_l[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.ovals[1];
	/* 0 */	((P1 *)_this)->x = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 233: // STATE 539
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC dialer */
;
		;
		
	case 235: // STATE 7
		;
		now.up[ Index(now.c, 2) ] = trpt->bup.ovals[2];
		now.next = trpt->bup.ovals[1];
		now.c = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		
	case 236: // STATE 8
		goto R999;
;
		;
		
	case 238: // STATE 11
		;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		;
		
	case 240: // STATE 18
		;
		now.op[0] = trpt->bup.oval;
		;
		goto R999;

	case 241: // STATE 27
		;
		now.finished = trpt->bup.ovals[1];
		now.op[1] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 242: // STATE 27
		;
		now.finished = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		
	case 245: // STATE 31
		;
		XX = 1;
		unrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 1, trpt->bup.ovals[1], 0);
		unrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 2, trpt->bup.ovals[2], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 246: // STATE 39
		;
		now.at_d = trpt->bup.ovals[1];
		now.ready = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 247: // STATE 39
		;
		now.at_d = trpt->bup.ovals[1];
		now.ready = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 249: // STATE 41
		;
		XX = 1;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, trpt->bup.oval, 1);
		;
		;
		goto R999;

	case 250: // STATE 48
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;

	case 251: // STATE 48
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 253: // STATE 57
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->k, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 254: // STATE 57
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->k, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 255: // STATE 57
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;

	case 256: // STATE 65
		;
		now.c = trpt->bup.ovals[2];
		now.work[2] = trpt->bup.ovals[1];
		((P0 *)_this)->k = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 258: // STATE 69
		;
		XX = 1;
		unrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 0, ((P0 *)_this)->t, 1);
		unrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 1, ((int)((P0 *)_this)->r), 0);
		unrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 2, ((int)((P0 *)_this)->s), 0);
		((P0 *)_this)->t = trpt->bup.ovals[0];
		((P0 *)_this)->r = trpt->bup.ovals[1];
		((P0 *)_this)->s = trpt->bup.ovals[2];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 259: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[4];
		((P0 *)_this)->r = trpt->bup.ovals[3];
		((P0 *)_this)->t = trpt->bup.ovals[2];
		now.ready = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->t = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 260: // STATE 72
		;
	/* 0 */	((P0 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 262: // STATE 74
		;
	/* 0 */	((P0 *)_this)->r = trpt->bup.ovals[1];
		XX = trpt->bup.ovals[0];
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, ((int)((P0 *)_this)->r), 1);
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 263: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[3];
		((P0 *)_this)->r = trpt->bup.ovals[2];
		((P0 *)_this)->t = trpt->bup.ovals[1];
		now.at_d = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 264: // STATE 84
		;
	/* 0 */	((P0 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 266: // STATE 86
		;
	/* 0 */	((P0 *)_this)->r = trpt->bup.ovals[1];
		XX = trpt->bup.ovals[0];
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, ((int)((P0 *)_this)->r), 1);
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 268: // STATE 93
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.at_d = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 270: // STATE 100
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->k, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 271: // STATE 100
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;

	case 272: // STATE 106
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 274: // STATE 108
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 0, 1);
		;
		;
		goto R999;
;
		;
		
	case 276: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[3];
		((P0 *)_this)->r = trpt->bup.ovals[2];
		((P0 *)_this)->t = trpt->bup.ovals[1];
		XX = trpt->bup.ovals[0];
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1, 1);
		;
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 277: // STATE 123
		;
	/* 0 */	((P0 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 279: // STATE 125
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, ((int)((P0 *)_this)->r), 1);
		;
		;
		goto R999;

	case 280: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[4];
		((P0 *)_this)->r = trpt->bup.ovals[3];
		((P0 *)_this)->t = trpt->bup.ovals[2];
		now.at_d = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->r = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 281: // STATE 135
		;
	/* 0 */	((P0 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 283: // STATE 137
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, ((int)((P0 *)_this)->r), 1);
		;
		;
		goto R999;

	case 284: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[3];
		((P0 *)_this)->r = trpt->bup.ovals[2];
		((P0 *)_this)->t = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->r, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 285: // STATE 148
		;
	/* 0 */	((P0 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 287: // STATE 151
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, ((int)((P0 *)_this)->r), 1);
		;
		;
		goto R999;

	case 288: // STATE 157
		;
		now.op[ Index(((P0 *)_this)->r, 3) ] = trpt->bup.oval;
		;
		goto R999;

	case 289: // STATE 158
		;
	/* 0 */	((P0 *)_this)->s = trpt->bup.oval;
		;
		;
		goto R999;

	case 290: // STATE 160
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.at_d = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 292: // STATE 167
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->k, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 293: // STATE 167
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;

	case 294: // STATE 173
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 296: // STATE 175
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 0, 1);
		;
		;
		goto R999;
;
		;
		
	case 298: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[3];
		((P0 *)_this)->r = trpt->bup.ovals[2];
		((P0 *)_this)->t = trpt->bup.ovals[1];
		XX = trpt->bup.ovals[0];
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1, 1);
		;
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 299: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[4];
		((P0 *)_this)->r = trpt->bup.ovals[3];
		((P0 *)_this)->t = trpt->bup.ovals[2];
		now.at_d = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->r = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 300: // STATE 195
		;
	/* 0 */	((P0 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		;
		;
		
	case 303: // STATE 199
		;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		;
		
	case 305: // STATE 205
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.at_d = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 307: // STATE 212
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->k, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 308: // STATE 212
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;

	case 309: // STATE 218
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 311: // STATE 220
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 0, 1);
		;
		;
		goto R999;
;
		;
		
	case 313: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[3];
		((P0 *)_this)->r = trpt->bup.ovals[2];
		((P0 *)_this)->t = trpt->bup.ovals[1];
		XX = trpt->bup.ovals[0];
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1, 1);
		;
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 314: // STATE 235
		;
	/* 0 */	((P0 *)_this)->t = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 318: // STATE 240
		;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		;
		
	case 320: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[2];
		((P0 *)_this)->r = trpt->bup.ovals[1];
		((P0 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 322: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[2];
		((P0 *)_this)->r = trpt->bup.ovals[1];
		((P0 *)_this)->t = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 323: // STATE 256
		;
		now.seen[ Index(((P0 *)_this)->r, 15) ] = trpt->bup.oval;
		;
		goto R999;

	case 324: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[4];
		((P0 *)_this)->r = trpt->bup.ovals[3];
		((P0 *)_this)->t = trpt->bup.ovals[2];
		now.work[ Index(((P0 *)_this)->r, 3) ] = trpt->bup.ovals[1];
		now.runs[ Index(((P0 *)_this)->r, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;
;
		;
		
	case 326: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[4];
		((P0 *)_this)->r = trpt->bup.ovals[3];
		((P0 *)_this)->t = trpt->bup.ovals[2];
		now.work[ Index(((P0 *)_this)->r, 3) ] = trpt->bup.ovals[1];
		now.runs[ Index(((P0 *)_this)->r, 3) ] = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 327: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[4];
		((P0 *)_this)->r = trpt->bup.ovals[3];
		((P0 *)_this)->t = trpt->bup.ovals[2];
		now.work[ Index(((P0 *)_this)->r, 3) ] = trpt->bup.ovals[1];
		now.runs[ Index(((P0 *)_this)->r, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 328: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[2];
		((P0 *)_this)->r = trpt->bup.ovals[1];
		((P0 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 330: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[2];
		((P0 *)_this)->r = trpt->bup.ovals[1];
		((P0 *)_this)->t = trpt->bup.ovals[0];
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 331: // STATE 281
		;
		((P0 *)_this)->s = trpt->bup.ovals[2];
		((P0 *)_this)->r = trpt->bup.ovals[1];
		((P0 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 333: // STATE 284
		;
	/* 1 */	((P0 *)_this)->s = trpt->bup.ovals[4];
	/* 0 */	((P0 *)_this)->r = trpt->bup.ovals[3];
		XX = 1;
		unrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 0, ((P0 *)_this)->t, 1);
		unrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 1, ((int)((P0 *)_this)->r), 0);
		unrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 2, ((int)((P0 *)_this)->s), 0);
		((P0 *)_this)->t = trpt->bup.ovals[0];
		((P0 *)_this)->r = trpt->bup.ovals[1];
		((P0 *)_this)->s = trpt->bup.ovals[2];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 334: // STATE 285
		;
		now.lost = trpt->bup.oval;
		;
		goto R999;

	case 335: // STATE 298
		;
		((P0 *)_this)->s = trpt->bup.ovals[4];
		((P0 *)_this)->r = trpt->bup.ovals[3];
		((P0 *)_this)->t = trpt->bup.ovals[2];
		now.lost_accept = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->t = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 336: // STATE 298
		;
		((P0 *)_this)->s = trpt->bup.ovals[4];
		((P0 *)_this)->r = trpt->bup.ovals[3];
		((P0 *)_this)->t = trpt->bup.ovals[2];
		now.lost_answer = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->t = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 337: // STATE 298
		;
		((P0 *)_this)->s = trpt->bup.ovals[4];
		((P0 *)_this)->r = trpt->bup.ovals[3];
		((P0 *)_this)->t = trpt->bup.ovals[2];
		now.lost_end = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->t = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 338: // STATE 298
		;
		((P0 *)_this)->s = trpt->bup.ovals[2];
		((P0 *)_this)->r = trpt->bup.ovals[1];
		((P0 *)_this)->t = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 339: // STATE 301
		;
		now.at_d = trpt->bup.oval;
		;
		goto R999;

	case 340: // STATE 309
		;
		now.repeats[ Index((now.c+6), 15) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 342: // STATE 309
		;
		now.repeats[ Index((now.c+6), 15) ] = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;

	case 343: // STATE 309
		;
		now.repeats[ Index((now.c+6), 15) ] = trpt->bup.oval;
		;
		goto R999;

	case 344: // STATE 311
		;
		_m = unsend(now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		;
		
	case 346: // STATE 315
		;
		now.op[0] = trpt->bup.oval;
		;
		goto R999;

	case 347: // STATE 317
		;
		now.sent_in[0] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 349: // STATE 320
		;
		now.sent_in[0] = trpt->bup.oval;
		;
		goto R999;

	case 350: // STATE 330
		;
		now.repeats[0] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 352: // STATE 330
		;
		now.repeats[0] = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;

	case 353: // STATE 330
		;
		now.repeats[0] = trpt->bup.oval;
		;
		goto R999;

	case 354: // STATE 332
		;
		_m = unsend(now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		;
		
	case 356: // STATE 337
		;
		now.op[1] = trpt->bup.oval;
		;
		goto R999;

	case 357: // STATE 339
		;
		now.sent_in[1] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 359: // STATE 342
		;
		now.sent_in[1] = trpt->bup.oval;
		;
		goto R999;

	case 360: // STATE 352
		;
		now.repeats[1] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 362: // STATE 352
		;
		now.repeats[1] = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;

	case 363: // STATE 352
		;
		now.repeats[1] = trpt->bup.oval;
		;
		goto R999;

	case 364: // STATE 354
		;
		_m = unsend(now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;

	case 365: // STATE 359
		;
		now.at_d = trpt->bup.oval;
		;
		goto R999;

	case 366: // STATE 367
		;
		now.repeats[ Index((now.c+9), 15) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 368: // STATE 367
		;
		now.repeats[ Index((now.c+9), 15) ] = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;

	case 369: // STATE 367
		;
		now.repeats[ Index((now.c+9), 15) ] = trpt->bup.oval;
		;
		goto R999;

	case 370: // STATE 369
		;
		_m = unsend(now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;

	case 371: // STATE 374
		;
		now.finished = trpt->bup.ovals[1];
		now.broken[ Index(now.c, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 373: // STATE 376
		;
		XX = 1;
		unrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 1, trpt->bup.ovals[1], 0);
		unrecv(now.line[ Index(((2*((int)now.c))+1), 6) ], XX-1, 2, trpt->bup.ovals[2], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 374: // STATE 384
		;
		now.at_d = trpt->bup.ovals[1];
		now.ready = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 375: // STATE 384
		;
		now.at_d = trpt->bup.ovals[1];
		now.ready = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 377: // STATE 386
		;
		XX = 1;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, trpt->bup.oval, 1);
		;
		;
		goto R999;

	case 378: // STATE 393
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;

	case 379: // STATE 393
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 381: // STATE 402
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->k, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 382: // STATE 402
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->k, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 383: // STATE 402
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;

	case 384: // STATE 410
		;
		now.c = trpt->bup.ovals[2];
		now.work[2] = trpt->bup.ovals[1];
		((P0 *)_this)->k = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 385: // STATE 414
		;
		now.work[2] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 386: // STATE 415
		goto R999;
;
		;
		
	case 388: // STATE 418
		;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		;
		
	case 390: // STATE 424
		;
		XX = 1;
		((P0 *)_this)->x = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 391: // STATE 425
		;
	/* 0 */	((P0 *)_this)->x = trpt->bup.oval;
		;
		;
		goto R999;

	case 392: // STATE 427
		;
		now.repeats[ Index(((P0 *)_this)->x, 15) ] = trpt->bup.ovals[1];
		XX = 1;
		((P0 *)_this)->x = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 394: // STATE 509
		;
		((P0 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 396: // STATE 509
		;
		((P0 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		;
		
	case 398: // STATE 509
		;
		((P0 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 400: // STATE 509
		;
		((P0 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		;
		
	case 402: // STATE 509
		;
		((P0 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 404: // STATE 509
		;
		((P0 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		;
		
	case 406: // STATE 509
		;
		((P0 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 408: // STATE 509
		;
		((P0 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;

	case 409: // STATE 509
		;
		((P0 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 411: // STATE 465
		;
		XX = 1;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, ((int)((P0 *)_this)->x), 1);
		((P0 *)_this)->x = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 413: // STATE 509
		;
		((P0 *)_this)->x = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->x, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 414: // STATE 473
		;
	/* 0 */	((P0 *)_this)->x = trpt->bup.oval;
		;
		;
		goto R999;

	case 415: // STATE 475
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.at_d = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 417: // STATE 482
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->k, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 418: // STATE 482
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;

	case 419: // STATE 488
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 421: // STATE 490
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 0, 1);
		;
		;
		goto R999;
;
		;
		
	case 423: // STATE 509
		;
		((P0 *)_this)->x = trpt->bup.ovals[1];
		XX = trpt->bup.ovals[0];
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1, 1);
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 424: // STATE 509
		;
		((P0 *)_this)->x = trpt->bup.ovals[2];
		now.at_d = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->x = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 425: // STATE 513
		;
		now.early = trpt->bup.oval;
		;
		goto R999;

	case 426: // STATE 514
		;
		XX = 1;
		((P0 *)_this)->x = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 427: // STATE 515
		;
	/* 0 */	((P0 *)_this)->x = trpt->bup.oval;
		;
		;
		goto R999;

	case 428: // STATE 517
		;
		now.repeats[ Index(((P0 *)_this)->x, 15) ] = trpt->bup.ovals[1];
		XX = 1;
		((P0 *)_this)->x = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 430: // STATE 599
		;
		((P0 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 432: // STATE 599
		;
		((P0 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		;
		
	case 434: // STATE 599
		;
		((P0 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 436: // STATE 599
		;
		((P0 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		;
		
	case 438: // STATE 599
		;
		((P0 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 440: // STATE 599
		;
		((P0 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		;
		
	case 442: // STATE 599
		;
		((P0 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 444: // STATE 599
		;
		((P0 *)_this)->x = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;

	case 445: // STATE 599
		;
		((P0 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 447: // STATE 555
		;
		XX = 1;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, ((int)((P0 *)_this)->x), 1);
		((P0 *)_this)->x = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 449: // STATE 599
		;
		((P0 *)_this)->x = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->x, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 450: // STATE 563
		;
	/* 0 */	((P0 *)_this)->x = trpt->bup.oval;
		;
		;
		goto R999;

	case 451: // STATE 565
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.at_d = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 453: // STATE 572
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->k, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 454: // STATE 572
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;

	case 455: // STATE 578
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 457: // STATE 580
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 0, 1);
		;
		;
		goto R999;
;
		;
		
	case 459: // STATE 599
		;
		((P0 *)_this)->x = trpt->bup.ovals[1];
		XX = trpt->bup.ovals[0];
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1, 1);
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 460: // STATE 599
		;
		((P0 *)_this)->x = trpt->bup.ovals[2];
		now.at_d = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->x = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 461: // STATE 604
		;
		now.broken[ Index(now.c, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 462: // STATE 606
		goto R999;

	case 463: // STATE 609
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.at_d = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 465: // STATE 616
		;
		((P0 *)_this)->k = trpt->bup.ovals[1];
		now.op[ Index(((P0 *)_this)->k, 3) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 466: // STATE 616
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;

	case 467: // STATE 622
		;
		((P0 *)_this)->k = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 469: // STATE 624
		;
		XX = trpt->bup.oval;
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 0, 1);
		;
		;
		goto R999;
;
		;
		
	case 471: // STATE 636
		;
		now.at_d = trpt->bup.ovals[1];
		XX = trpt->bup.ovals[0];
		unrecv(now.unacked[ Index(((2*((int)now.c))+0), 6) ], XX-1, 0, 1, 1);
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 472: // STATE 636
		;
		now.at_d = trpt->bup.oval;
		;
		goto R999;

	case 473: // STATE 644
		;
		now.repeats[ Index((now.c+9), 15) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 475: // STATE 644
		;
		now.repeats[ Index((now.c+9), 15) ] = trpt->bup.oval;
		_m = unsend(now.line[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;

	case 476: // STATE 644
		;
		now.repeats[ Index((now.c+9), 15) ] = trpt->bup.oval;
		;
		goto R999;

	case 477: // STATE 646
		;
		_m = unsend(now.unacked[ Index(((2*((int)now.c))+0), 6) ]);
		;
		goto R999;
;
		
	case 478: // STATE 649
		goto R999;

	case 479: // STATE 652
		;
		now.op[0] = trpt->bup.oval;
		;
		goto R999;

	case 480: // STATE 658
		;
		now.op[1] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 481: // STATE 661
		goto R999;

	case 482: // STATE 667
		;
		p_restor(II);
		;
		;
		goto R999;
	}

