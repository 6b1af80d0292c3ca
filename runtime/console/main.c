/* The program on the console: starts the machine's services, loads the plan and runs it. */
#include "../plan/failure.h"
#include "../plan/loader.h"
#include "../plan/mailbox.h"
#include "../plan/plan_file.h"
#include "../plan/platform.h"
#include "../plan/session.h"
#include "../pad/person.h"
#include "../sdk/kernel.h"
#include "../sdk/rpc.h"
#include "../sdk/wait.h"
#include "../screen/screen.h"
#include "exceptions.h"
#include "services.h"
#include "stack.h"

void main_entry(void) __attribute__((noreturn));

static int start_machine(void) {
  if (wait_start(person_tick) < 0) return fail(PS2ML_ERROR_MACHINE, "The kernel rejected a vertical blank handler. Restart the console.");
  if (rpc_start() < 0)
    return fail(PS2ML_ERROR_MACHINE, "The I/O processor did not respond over the SIF. Restart the console.");
  return services_start();
}

void main_entry(void) {
  /* The cleared BSS is in the data cache; from here on parts of it are used uncached. */
  platform_flush();
  services_read_arguments();
  screen_start();
  mailbox_start();
  if (!services_are_from_ps2link()) exceptions_start();
  mailbox_set_state(PS2ML_LOADING, PS2ML_STOP_NONE, 0);
  if (start_machine() < 0 || load_files() < 0) {
    session_report_failure();
  } else {
    session_set_wait(services_wait_ms());
    stack_paint(plan->stack_start, plan->stack_end);
    call_on_stack(session_run, plan->stack_end);
  }
  platform_flush();
  person_end();
  services_end();
  if (session_is_left()) services_leave();
  platform_sleep();
}
