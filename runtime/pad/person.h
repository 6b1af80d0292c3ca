/* A person with a controller: the menu, pause and leaving, for plan/platform.h. */
#ifndef PAD_PERSON_H
#define PAD_PERSON_H

/* The program was asked to run without a person, whatever the disc says. */
void person_forbid(void);

/* For the interrupt of the vertical blank. */
void person_tick(void);

/* Before the program ends: the controller's driver must not write to memory any more. */
void person_end(void);

#endif
