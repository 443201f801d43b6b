/* Two agents and the network between them: ACPaaS 1.1, sections 4.1 to 4.5 and 2.4.
 * Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
 *
 * Checked by scripts/model-check; README.md beside this file says what is claimed, what is left out, and how to read a finding.
 *
 *   dialer   dials, registers, opens one session on each connection, sends its tasks, and may repeat a task that a lost
 *            connection made fail under its old id, which our own agent never does but a peer may
 *   listener accepts, runs tasks one beside the other, may ask back inside the session, may refuse or close the session
 *   network  breaks a connection at any moment; each side notices when it likes, and may read what arrived before
 *
 * Between two messages anything may happen. A message is (type, ref, session): ref is the id of a request, or the id a reply
 * names in respuesta_a. Ids are constants, so a repetition is the same id by construction. Time is reduced to its order: what
 * waits on a timer goes on when nothing else in the world can (Spin's `timeout`), and EARLY times before that, because five
 * seconds are not for ever. A lost message is one that is taken from the channel and thrown away,
 * a doubled one is read and left where it is.
 */

/* ---- how large a world ---- */
#ifndef TASKS
#define TASKS 2                    /* tasks of the dialer, 1 or 2 */
#endif
#ifndef CONNS
#define CONNS 2                    /* connections, one after the other, 1 to 3; the older may live on at the listener */
#endif
#ifndef LOSSES
#define LOSSES 1                   /* messages that vanish */
#endif
#ifndef DUPS
#define DUPS 0                     /* messages that arrive twice */
#endif
#ifndef EARLY
#define EARLY 1                    /* repetitions before their time: the peer is slow, not silent */
#endif
#ifndef REPEATS
#define REPEATS 2                  /* repetitions before a sender gives up */
#endif
#ifndef REFUSALS
#define REFUSALS 1                 /* sessions that the listener rejects or closes */
#endif
#ifndef ASK_BACK
#define ASK_BACK 0                 /* 1: the first task asks its requester before it answers */
#endif
#ifndef ANSWER_ACK
#define ANSWER_ACK 0               /* 1: RESPUESTA_TAREA asks for an acknowledgement */
#endif

#define D 0                        /* the dialer, and the direction from it */
#define L 1
#define NONE 255

mtype = { REGISTRO, ACK_REGISTRO, SESSION_INIT, SESSION_ACCEPT, SESSION_REJECT, SESSION_CLOSE, SOLICITUD_TAREA, RESPUESTA_TAREA,
          MESSAGE_ACK, ERROR };

/* ids: 0, 1 tasks; 2 the question back; 3 to 5 their answers; then per connection */
#define QUESTION 2
#define ANSWER(id) ((id) + 3)
#define INIT(c) ((c) + 6)
#define CLOSE_D(c) ((c) + 9)
#define CLOSE_L(c) ((c) + 12)
#define IDS 15
#define IS_TASK(id) ((id) < TASKS)
#define SESSION(c) ((c) + 1)       /* 0: no session */

chan line[6] = [8] of { mtype, byte, byte };   /* [2 * connection + direction] */
chan unacked[6] = [5] of { byte };             /* ids that wait for an acknowledgement, oldest first; [2 * connection + sender] */
byte repeats[IDS];                             /* of an id in `unacked` */

bit up[CONNS], broken[CONNS], gone[CONNS];     /* accepted by the listener; cut; noticed by the listener */
bool finished;                                 /* the dialer's application has every result and has closed */

byte lost, dups, early, refusals;
bit lost_accept, lost_answer, lost_end;        /* which kind was lost, for the claims on patience */

/* operations, as the requester's application sees them; id 2 is the listener's */
#define IDLE 0
#define WAITING 1
#define DONE 2                     /* an answer, exito or fallo */
#define FAILED 3                   /* an error was given to the caller */
byte op[3];

/* tasks, as the worker sees them */
#define RUNNING 1
byte work[3];                      /* IDLE, RUNNING, DONE: the answer is in the duplicate memory */
byte runs[3];                      /* how often the handler was started */
byte where[3];                     /* the newest connection on which the request, or its repetition, came in */
byte within[3];                    /* the session it runs in */

/* duplicate memory of the listener for the dialer's CN, and of the dialer for the listener's */
bit seen[IDS];

/* sessions at each side; one on each connection */
#define PENDING 1
#define ACTIVE 2
#define CLOSING 3
#define OVER 4
byte at_d, at_l[CONNS];
bit registered[CONNS], rejected[CONNS];

byte c = NONE;                     /* the dialer's connection */
bool ready;                        /* ACK_REGISTRO has come */
byte next;                         /* connections dialed so far */

/* what a lost message explains: the claims below ask for the impossible only where nothing was lost */
#define GAVE_UP_RIGHTLY (lost + early > REPEATS)
#define BUSY(conn) (nempty(line[2 * (conn)]) || nempty(line[2 * (conn) + 1]) || (work[0] == RUNNING && op[QUESTION] != WAITING) || work[1] == RUNNING)
#define QUIET (len(unacked[0]) + len(unacked[1]) + len(unacked[2]) + len(unacked[3]) + len(unacked[4]) + len(unacked[5]) == 0)

/* ---- the line ---- */
inline put(conn, from, type, ref, sess) {
  if
  :: broken[conn]
  :: else ->
     assert(nfull(line[2 * (conn) + from]));
     line[2 * (conn) + from]!type, ref, sess
  fi
}

/* sends what asks for an acknowledgement, and starts its timer */
inline ask(conn, from, type, ref, sess) {
  put(conn, from, type, ref, sess);
  repeats[ref] = 0;
  assert(nfull(unacked[2 * (conn) + from]));
  unacked[2 * (conn) + from]!ref
}

/* MESSAGE_ACK, or anything whose respuesta_a names it, stops the timer of `ref` (4.5) */
inline stop(conn, from, ref) {
  if
  :: unacked[2 * (conn) + from]??[eval(ref)] -> unacked[2 * (conn) + from]??eval(ref)
  :: else
  fi
}

inline clear_byte(ch) { do :: nempty(ch) -> ch?_ :: empty(ch) -> break od }
inline clear_line(ch) { do :: nempty(ch) -> ch?_, _, _ :: empty(ch) -> break od }

inline lose(type) {
  lost++;
  if
  :: type == SESSION_ACCEPT || type == SESSION_REJECT -> lost_accept = 1
  :: type == RESPUESTA_TAREA -> lost_answer = 1
  :: type == ERROR || type == SESSION_CLOSE -> lost_end = 1
  :: else
  fi
}

/* the answer, fresh or from the duplicate memory */
inline reply(conn, from, id, sess) {
#if ANSWER_ACK
  stop(conn, from, ANSWER(id));
  put(conn, from, RESPUESTA_TAREA, id, sess);
  repeats[ANSWER(id)] = 0;
  assert(nfull(unacked[2 * (conn) + from]));
  unacked[2 * (conn) + from]!ANSWER(id)
#else
  put(conn, from, RESPUESTA_TAREA, id, sess)
#endif
}

/* the same message once more: same id, same content, on the same connection */
inline again(conn, from) {
  unacked[2 * (conn) + from]?<x>;
  repeats[x]++;
  if
  :: x <= QUESTION -> put(conn, from, SOLICITUD_TAREA, x, sent_in[x])
  :: x > QUESTION && x < INIT(0) -> put(conn, from, RESPUESTA_TAREA, x - 3, SESSION(conn))
  :: x >= INIT(0) && x < CLOSE_D(0) -> put(conn, from, SESSION_INIT, x, SESSION(conn))
  :: x >= CLOSE_D(0) -> put(conn, from, SESSION_CLOSE, x, SESSION(conn))
  fi
}
byte sent_in[3];                   /* the session a request was sent in, part of its content */

/* ---- results ---- */
inline answered(id) {              /* an answer nobody waits for is ignored */
  if
  :: op[id] == WAITING -> op[id] = DONE
  :: else
  fi
}

inline failed(id) {
  if
  :: op[id] == WAITING -> op[id] = FAILED
  :: else
  fi
}

/* the session is no more, for a reason the peer gave: what waits in it fails, what was not sent yet fails too */
inline session_over() {
  at_d = OVER;
  k = 0;
  do
  :: k < TASKS ->
     if
#ifdef BUG_PENDING_KEPT_ON_CLOSE
     :: op[k] == IDLE -> op[k] = FAILED
#else
     :: op[k] == IDLE || op[k] == WAITING -> op[k] = FAILED
#endif
     :: else
     fi;
     k++
  :: else -> break
  od;
  k = 0;
  stop(c, D, 0); stop(c, D, 1)
}

/* ---- the dialer ---- */
inline dialer_lost_connection() {
  clear_line(line[2 * c + L]);
  ready = false;
  at_d = IDLE;
  clear_byte(unacked[2 * c + D]);
  k = 0;
  do
  :: k < TASKS ->
     if
#ifndef BUG_PENDING_KEPT_ON_DROP
     :: op[k] == WAITING -> op[k] = FAILED       /* the caller is told */
     :: op[k] == WAITING -> op[k] = IDLE         /* told too, and asks for the same id again on the next connection */
#endif
     :: else
     fi;
     k++
  :: else -> break
  od;
  k = 0;
  work[QUESTION] = (work[QUESTION] == RUNNING -> DONE : work[QUESTION]);
  c = NONE
}

inline dialer_receives(type, ref, sess) {
  if
  :: type == ACK_REGISTRO -> ready = true
  :: type == SESSION_ACCEPT ->
     stop(c, D, ref);
     if
     :: at_d == PENDING -> at_d = ACTIVE
     :: else
     fi
  :: type == SESSION_REJECT ->
     stop(c, D, ref);
     if
     :: at_d == PENDING -> session_over()
     :: else
     fi
  :: type == MESSAGE_ACK ->
#ifdef BUG_ANY_ACK_STOPS_TIMER
     clear_byte(unacked[2 * c + D]);
#endif
     stop(c, D, ref);
     if
     :: ref == CLOSE_D(c) && at_d == CLOSING -> at_d = OVER
     :: else
     fi
  :: type == RESPUESTA_TAREA ->
#if ANSWER_ACK
     put(c, D, MESSAGE_ACK, ANSWER(ref), sess);
#endif
     stop(c, D, ref);
     answered(ref)
  :: type == ERROR ->
     assert(ref < INIT(0) || ref > INIT(0) + 2);  /* we never speak before ACK_REGISTRO: no NOT_REGISTERED */
     stop(c, D, ref);
     if
     :: IS_TASK(ref) && op[ref] == WAITING -> op[ref] = FAILED; if :: at_d == ACTIVE && sess == SESSION(c) -> session_over() :: else fi
     :: ref == CLOSE_D(c) && at_d == CLOSING -> at_d = OVER
     :: else
     fi;
#ifdef BUG_ERROR_ANSWERED_WITH_ERROR
     put(c, D, ERROR, ref, sess)
#endif
  :: type == SESSION_CLOSE ->
     put(c, D, MESSAGE_ACK, ref, sess);
     if
     :: at_d == PENDING || at_d == ACTIVE -> session_over()
     :: else
     fi
  :: type == SOLICITUD_TAREA ->                   /* the question back */
     if
     :: seen[ref] ->
        put(c, D, MESSAGE_ACK, ref, sess);
        if
        :: work[ref] == DONE -> reply(c, D, ref, sess)
        :: else
        fi
     :: !seen[ref] && at_d == ACTIVE ->
        seen[ref] = 1;
        put(c, D, MESSAGE_ACK, ref, sess);
        runs[ref]++;
        work[ref] = RUNNING
     :: else -> put(c, D, ERROR, ref, sess)
     fi
  fi
}

inline send_task(id) {
  op[id] = WAITING;
  if
  :: sent_in[id] == 0 -> sent_in[id] = SESSION(c)
  :: sent_in[id] != 0                           /* repeated as it was, with the session that is no more */
  :: sent_in[id] != 0 -> sent_in[id] = SESSION(c)
  fi;
  ask(c, D, SOLICITUD_TAREA, id, sent_in[id])
}

inline dialer_timer() {
  unacked[2 * c + D]?<x>;
  if
  :: repeats[x] < REPEATS -> again(c, D)
  :: else ->                                    /* the operation fails here */
     assert(GAVE_UP_RIGHTLY);
     unacked[2 * c + D]?x;
     if
     :: IS_TASK(x) -> failed(x)
     :: x == INIT(c) && at_d == PENDING -> session_over()
     :: x == CLOSE_D(c) && at_d == CLOSING -> at_d = OVER
     :: else
     fi
  fi;
  x = 0
}

proctype dialer() {
  mtype t;
  byte r, s, x, k;
  do
  :: finished -> break
  /* DIALING: a registration comes first */
  :: atomic { c == NONE && !finished && next < CONNS ->
       assert(op[0] != WAITING && op[1] != WAITING);          /* no operation outlives its connection */
       c = next; next++; up[c] = 1;
       put(c, D, REGISTRO, 0, 0)
     }
  :: atomic { c == NONE && !finished && next == CONNS ->      /* no further connection: every caller is told */
       if
       :: op[0] == IDLE -> op[0] = FAILED
       :: else
       fi;
       if
       :: TASKS > 1 && op[1] == IDLE -> op[1] = FAILED
       :: else
       fi;
       finished = true
     }
  :: atomic { c != NONE && broken[c] -> dialer_lost_connection() }

  /* the line */
  :: atomic { c != NONE && nempty(line[2 * c + L]) -> line[2 * c + L]?t, r, s; dialer_receives(t, r, s); t = 0; r = 0; s = 0 }
  :: atomic { c != NONE && nempty(line[2 * c + L]) && lost < LOSSES -> line[2 * c + L]?t, r, s; lose(t); t = 0; r = 0; s = 0 }
#if DUPS
  :: atomic { c != NONE && nempty(line[2 * c + L]) && dups < DUPS -> dups++; line[2 * c + L]?<t, r, s>; dialer_receives(t, r, s); t = 0; r = 0; s = 0 }
#endif

  /* the application */
#ifdef BUG_SESSION_BEFORE_REGISTERED
  :: atomic { c != NONE && !broken[c] && at_d == IDLE && (op[0] == IDLE || (TASKS > 1 && op[1] == IDLE)) ->
#else
  :: atomic { c != NONE && ready && !broken[c] && at_d == IDLE && (op[0] == IDLE || (TASKS > 1 && op[1] == IDLE)) ->
#endif
       at_d = PENDING; ask(c, D, SESSION_INIT, INIT(c), SESSION(c))
     }
  :: atomic { c != NONE && at_d == ACTIVE && op[0] == IDLE -> send_task(0) }
#if TASKS > 1
  :: atomic { c != NONE && at_d == ACTIVE && op[0] != IDLE && op[1] == IDLE -> send_task(1) }
#endif
  :: atomic { c != NONE && at_d == ACTIVE && op[0] >= DONE && (TASKS == 1 || op[1] >= DONE) ->
       at_d = CLOSING; ask(c, D, SESSION_CLOSE, CLOSE_D(c), SESSION(c))
     }
  :: atomic { c != NONE && (at_d == OVER || at_d == IDLE) && op[0] >= DONE && (TASKS == 1 || op[1] >= DONE) ->
       broken[c] = 1; finished = true; dialer_lost_connection()
     }
  :: atomic { work[QUESTION] == RUNNING && c != NONE ->        /* the handler of the question ends */
       work[QUESTION] = DONE; reply(c, D, QUESTION, SESSION(c))
     }

  /* timers */
  :: atomic { timeout && c != NONE && nempty(unacked[2 * c + D]) -> dialer_timer() }
  :: atomic { c != NONE && early < EARLY && nempty(unacked[2 * c + D]) -> early++; dialer_timer() }
  :: atomic { timeout && QUIET && c != NONE && !ready -> assert(lost > 0); broken[c] = 1 }    /* ACK_REGISTRO: 10 s */
  :: atomic { timeout && QUIET && c != NONE && at_d == PENDING ->                             /* SESSION_ACCEPT: 30 s */
       assert(lost_accept);
       session_over(); at_d = CLOSING; ask(c, D, SESSION_CLOSE, CLOSE_D(c), SESSION(c))
     }
  :: atomic { timeout && QUIET && c != NONE && (op[0] == WAITING || op[1] == WAITING) ->      /* the task: 15 min */
       assert(GAVE_UP_RIGHTLY || lost_end || (lost_answer && !ANSWER_ACK));
       failed(0); failed(1)
     }
  od
}

/* ---- the listener ---- */

/* sends the answer where the request came in last, if that connection is still there */
inline answer(id) {
  work[id] = DONE;
  if
  :: !gone[where[id]] ->
     reply(where[id], L, id, SESSION(where[id]))
  :: else
  fi
}

/* the session ended: its tasks are cancelled, which is an answer (fallo) for whoever repeats the request */
inline cancel(id, conn) {
  if
  :: work[id] == RUNNING && within[id] == SESSION(conn) ->
     if
     :: where[id] != conn -> answer(id)
     :: else ->
#ifdef BUG_CANCELLED_WITHOUT_ANSWER
        work[id] = IDLE
#else
        work[id] = DONE
#endif
     fi
  :: else
  fi
}

inline listener_session_over(conn) {
  at_l[conn] = OVER;
  if
  :: ASK_BACK && op[QUESTION] == WAITING && sent_in[QUESTION] == SESSION(conn) -> op[QUESTION] = FAILED; stop(conn, L, QUESTION)
  :: else
  fi;
  cancel(0, conn);
  cancel(1, conn)
}

inline refuse(conn, ref, sess) { put(conn, L, ERROR, ref, sess) }

inline listener_receives(conn, type, ref, sess) {
  if
  :: type == REGISTRO ->
     registered[conn] = 1;
#ifdef BUG_MEMORY_FORGOTTEN_ON_RECONNECT
     seen[0] = 0; seen[1] = 0;
#endif
     put(conn, L, ACK_REGISTRO, 0, 0)
  :: type != REGISTRO && type != ERROR && !registered[conn] -> refuse(conn, ref, sess)
  :: type == SESSION_INIT && registered[conn] ->
     put(conn, L, MESSAGE_ACK, ref, sess);
     if
     :: !seen[ref] && refusals < REFUSALS -> refusals++; rejected[conn] = 1; at_l[conn] = OVER
     :: !seen[ref] -> at_l[conn] = ACTIVE
     :: seen[ref]
     fi;
     seen[ref] = 1;
     if
     :: rejected[conn] -> put(conn, L, SESSION_REJECT, ref, sess)
     :: else -> put(conn, L, SESSION_ACCEPT, ref, sess)
     fi
  :: type == SOLICITUD_TAREA && registered[conn] ->
     if
#ifdef BUG_NO_DUPLICATE_MEMORY
     :: false
#else
     :: seen[ref] ->
#endif
        put(conn, L, MESSAGE_ACK, ref, sess);
#ifdef BUG_ANSWER_FOLLOWS_OLD_CONNECTION
        where[ref] = conn;
#elif !defined(BUG_ANSWER_STAYS_ON_OLD_CONNECTION)
        where[ref] = (conn > where[ref] -> conn : where[ref]);   /* read late from the older one: the newer one keeps it */
#endif
        if
        :: work[ref] == DONE -> reply(conn, L, ref, sess)
        :: else
        fi
     :: else ->
        if
        :: sess == SESSION(conn) && at_l[conn] == ACTIVE ->
           seen[ref] = 1;
           put(conn, L, MESSAGE_ACK, ref, sess);
           runs[ref]++;
           assert(runs[ref] == 1);               /* no task runs twice for one id */
           work[ref] = RUNNING; where[ref] = conn; within[ref] = sess
        :: else -> refuse(conn, ref, sess)       /* SESSION_NOT_FOUND */
        fi
     fi
  :: type == SESSION_CLOSE && registered[conn] ->
     if
     :: seen[ref] -> put(conn, L, MESSAGE_ACK, ref, sess)
     :: !seen[ref] && (at_l[conn] == ACTIVE || at_l[conn] == CLOSING) ->
        seen[ref] = 1;
        put(conn, L, MESSAGE_ACK, ref, sess);
        listener_session_over(conn)
     :: else -> refuse(conn, ref, sess)
     fi
  :: type == MESSAGE_ACK && registered[conn] ->
     stop(conn, L, ref);
     if
     :: ref == CLOSE_L(conn) && at_l[conn] == CLOSING -> at_l[conn] = OVER
     :: else
     fi
  :: type == RESPUESTA_TAREA && registered[conn] ->
#if ANSWER_ACK
     put(conn, L, MESSAGE_ACK, ANSWER(ref), sess);
#endif
     stop(conn, L, ref);
     answered(ref)
  :: type == ERROR ->
     stop(conn, L, ref);
     if
     :: ref == QUESTION -> failed(QUESTION)
     :: ref == CLOSE_L(conn) && at_l[conn] == CLOSING -> at_l[conn] = OVER
     :: else
     fi;
#ifdef BUG_ERROR_ANSWERED_WITH_ERROR
     put(conn, L, ERROR, ref, sess)
#endif
  fi
}

inline listener_timer(conn) {
  unacked[2 * conn + L]?<x>;
  if
  :: repeats[x] < REPEATS -> again(conn, L)
  :: else ->
     assert(GAVE_UP_RIGHTLY);
     unacked[2 * conn + L]?x;
     if
     :: x == QUESTION -> failed(x)
     :: x == CLOSE_L(conn) && at_l[conn] == CLOSING -> at_l[conn] = OVER
     :: else
     fi
  fi;
  x = 0
}

#ifdef BUG_HANDLER_BLOCKS_CONNECTION
#define READING(conn) (work[0] != RUNNING && work[1] != RUNNING)
#else
#define READING(conn) true
#endif

/* one accepted connection of the listener */
proctype accepted(byte i) {
  mtype t;
  byte r, s, x;
end_accepted:
  do
  :: atomic { up[i] && READING(i) && nempty(line[2 * i + D]) -> line[2 * i + D]?t, r, s; listener_receives(i, t, r, s); t = 0; r = 0; s = 0 }
  :: atomic { up[i] && nempty(line[2 * i + D]) && lost < LOSSES -> line[2 * i + D]?t, r, s; lose(t); t = 0; r = 0; s = 0 }
#if DUPS
  :: atomic { up[i] && READING(i) && nempty(line[2 * i + D]) && dups < DUPS -> dups++; line[2 * i + D]?<t, r, s>; listener_receives(i, t, r, s); t = 0; r = 0; s = 0 }
#endif
  :: atomic { up[i] && broken[i] ->             /* notices: fail what waits, drop the session, keep the duplicate memory */
       gone[i] = 1;
       clear_line(line[2 * i + D]);
       clear_byte(unacked[2 * i + L]);
       listener_session_over(i);
       break
     }
  :: atomic { at_l[i] == ACTIVE && !broken[i] && refusals < REFUSALS && BUSY(i) ->     /* closes the session: idle, shutting down */
       refusals++;
       listener_session_over(i);
       at_l[i] = CLOSING;
       ask(i, L, SESSION_CLOSE, CLOSE_L(i), SESSION(i))
     }
  :: atomic { timeout && nempty(unacked[2 * i + L]) -> listener_timer(i) }
  :: atomic { early < EARLY && nempty(unacked[2 * i + L]) -> early++; listener_timer(i) }
  od
}

/* the handlers of the listener, one beside the other */
proctype handler(byte id) {
#if ASK_BACK
end_not_asked:
  if
  :: atomic { id == 0 && work[id] == RUNNING -> /* in its session, which is there as long as it runs */
       op[QUESTION] = WAITING; sent_in[QUESTION] = within[id];
       ask(within[id] - 1, L, SOLICITUD_TAREA, QUESTION, within[id])
     };
     do
     :: op[QUESTION] >= DONE -> break
     :: atomic { timeout && QUIET && op[QUESTION] == WAITING -> assert(lost > 0); op[QUESTION] = FAILED }
     od
  :: id != 0
  fi;
#endif
end_handler:
  atomic { work[id] == RUNNING -> answer(id) }
}

/* The network breaks a connection while something is under way on it. (In a world that stands still a break would be one more
 * event that can always happen, and no timer would ever run out; it makes no difference to a break a moment before or after.) */
#ifndef NO_DROPS
proctype network(byte i) {
end_network:
  atomic { up[i] && !broken[i] && BUSY(i) -> broken[i] = 1 }
}
#endif

/* when nothing more can happen */
proctype judge() {
end_judge:
  atomic { timeout && finished && QUIET ->
    assert(op[0] >= DONE && (TASKS == 1 || op[1] >= DONE));      /* every caller has an answer or an error */
    assert(work[0] != RUNNING && work[1] != RUNNING && op[QUESTION] != WAITING);
    assert(runs[0] <= 1 && runs[1] <= 1 && runs[2] <= 1)
  }
}

init {
  atomic {
    run dialer();
    byte i = 0;
    do
    :: i < CONNS ->
       run accepted(i);
#ifndef NO_DROPS
       if
       :: run network(i)
       :: true                       /* or this connection holds: what happens then must be right without a break */
       fi;
#endif
       i++
    :: else -> break
    od;
    i = 0;
    do
    :: i < TASKS -> run handler(i); i++
    :: else -> break
    od;
    i = 0;
    run judge()
  }
}
