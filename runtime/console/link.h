/*
 * The mailbox over `host:` (docs/mailbox.md): where nobody can look into our memory, we hand it over ourselves. The PC
 * says in a file that we read which memory it wants to read or write, and we write the answer to it.
 */
#ifndef CONSOLE_LINK_H
#define CONSOLE_LINK_H

/*
 * The PC need not be there: at most every 100 ms it is looked whether one serves the files, at first and when one has
 * gone. @param path what both files begin with, such as `host:ps2ml.`; must stay valid
 */
void link_start(const char *path);

/* Between two operations: asks the PC at most every 100 ms, and then as long as it has something to say. */
void link_turn(void);

/* While nothing else is to be done: the PC answers when it has something to say. @return 0 when no PC is there */
int link_wait(void);

/* Before the program sleeps for ever: serves the PC until it has had time to see why. */
void link_farewell(void);

#endif
