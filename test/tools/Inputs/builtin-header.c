#include <stdarg.h>

int sum(int N, ...) {
  va_list Args;
  va_start(Args, N);
  int First = va_arg(Args, int);
  va_end(Args);
  return First;
}
