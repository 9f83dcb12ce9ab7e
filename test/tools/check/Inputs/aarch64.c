#ifndef __aarch64__
#error "for another machine"
#endif
