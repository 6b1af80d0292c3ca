/*
 * The mailbox over `host:` (docs/mailbox.md): for hosts that cannot read our memory, we send it. The PC
 * writes its memory requests to a file that we read, and we write the answer to it.
 */
#ifndef CONSOLE_LINK_H
#define CONSOLE_LINK_H

/*
 * The PC need not be there: at most every 100 ms the program checks whether a PC serves the files, at the start and
 * after one has gone. @param path the start of both paths, such as `host:ps2ml.`; must stay valid
 */
void link_start(const char *path);

/* Between two operations: polls the PC at most every 100 ms, and then until it has no more requests. */
void link_turn(void);

/* While idle: waits for a request of the PC. @return 0 when no PC is there */
int link_wait(void);

/* Before the program sleeps forever: serves the PC long enough for it to read the reason. */
void link_farewell(void);

#endif
