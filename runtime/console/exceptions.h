/* Exceptions of the CPU: the program's crash ends on a page that says where. */
#ifndef CONSOLE_EXCEPTIONS_H
#define CONSOLE_EXCEPTIONS_H

/* Takes the exceptions that a program can cause. ps2link has handlers of its own, which report to the PC. */
void exceptions_start(void);

#endif
