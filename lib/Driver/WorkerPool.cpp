//===- WorkerPool.cpp - Processes that do one file each -------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/WorkerPool.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/PrettyStackTrace.h"
#include "llvm/Support/raw_ostream.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace llvm;

namespace holdfast {
namespace {

using Clock = std::chrono::steady_clock;

struct Worker {
  size_t Index = 0;
  pid_t Process = -1;
  int Answer = -1, Errors = -1; ///< pipes; -1 when at their end
  std::string AnswerText, ErrorText;
  Clock::time_point Start;
  bool IsOverdue = false;
};

void limit(int Resource, rlim_t Amount) {
  rlimit L{Amount, Amount};
  setrlimit(static_cast<decltype(RLIMIT_DATA)>(Resource), &L);
}

[[noreturn]] void beWorker(size_t Index, int Answer, int Errors,
                           const WorkerLimits &Limits,
                           function_ref<FileResult(size_t)> Work) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  limit(RLIMIT_CORE, 0);
  if (Limits.Megabytes)
    limit(RLIMIT_DATA, Limits.Megabytes << 20);
  int Nothing = ::open("/dev/null", O_RDONLY);
  dup2(Nothing, 0);
  dup2(Errors, 1);
  dup2(Errors, 2);
  // A crash then says what clang was at.
  EnablePrettyStackTrace();
  FileResult Result = Work(Index);
  {
    raw_fd_ostream OS(Answer, /*shouldClose=*/false);
    OS << toJSON(Result);
    OS.flush();
    if (OS.has_error())
      _exit(2);
  }
  // Nothing of this process is needed any more, so nothing is freed.
  _exit(0);
}

/// False, and errno says why, when there is no process or pipe for it.
bool start(Worker &W, const WorkerLimits &Limits,
           function_ref<FileResult(size_t)> Work) {
  int Answer[2], Errors[2];
  if (pipe2(Answer, O_CLOEXEC))
    return false;
  if (pipe2(Errors, O_CLOEXEC)) {
    ::close(Answer[0]);
    ::close(Answer[1]);
    errno = EMFILE;
    return false;
  }
  outs().flush();
  errs().flush();
  W.Start = Clock::now();
  W.Process = fork();
  if (W.Process == 0)
    beWorker(W.Index, Answer[1], Errors[1], Limits, Work);
  int Problem = errno;
  ::close(Answer[1]);
  ::close(Errors[1]);
  W.Answer = Answer[0];
  W.Errors = Errors[0];
  if (W.Process < 0) {
    ::close(W.Answer);
    ::close(W.Errors);
    errno = Problem;
    return false;
  }
  return true;
}

void drain(int &Pipe, std::string &Into) {
  char Buffer[65536];
  ssize_t Size = ::read(Pipe, Buffer, sizeof(Buffer));
  if (Size > 0) {
    Into.append(Buffer, Size);
  } else if (Size == 0 || errno != EINTR) {
    ::close(Pipe);
    Pipe = -1;
  }
}

/// The last thing that clang says it was doing.
std::string lastActivity(StringRef Errors) {
  SmallVector<StringRef> Lines;
  Errors.split(Lines, '\n');
  for (StringRef L : reverse(Lines)) {
    StringRef Rest = L.ltrim("0123456789");
    if (Rest.size() != L.size() && Rest.consume_front(".\t"))
      return ", while: " + json::fixUTF8(Rest.trim());
  }
  return {};
}

FileResult conclude(const Worker &W, const WorkerLimits &Limits) {
  FileResult R;
  int Status = 0;
  rusage Usage{};
  while (wait4(W.Process, &Status, 0, &Usage) < 0 && errno == EINTR) {
  }
  bool IsMemory = StringRef(W.ErrorText).contains("out of memory") ||
                  StringRef(W.ErrorText).contains("std::bad_alloc");
  if (W.IsOverdue) {
    R.State = Outcome::TimedOut;
    R.Problem = "took more than " + std::to_string(Limits.Seconds) + " s";
  } else if (IsMemory && !(WIFEXITED(Status) && WEXITSTATUS(Status) == 0)) {
    R.State = Outcome::OutOfMemory;
    R.Problem =
        "needs more than " + std::to_string(Limits.Megabytes) + " MB of memory";
  } else if (WIFSIGNALED(Status)) {
    R.State = Outcome::Crashed;
    R.Problem = std::string("the worker died of signal ") +
                std::to_string(WTERMSIG(Status)) + " (" +
                strsignal(WTERMSIG(Status)) + ")" + lastActivity(W.ErrorText);
  } else {
    Expected<FileResult> Read = json::parse<FileResult>(W.AnswerText);
    if (Read && WEXITSTATUS(Status) == 0) {
      R = std::move(*Read);
    } else {
      R.State = Outcome::Crashed;
      R.Problem = "the worker ended with status " +
                  std::to_string(WEXITSTATUS(Status)) +
                  lastActivity(W.ErrorText);
    }
    if (!Read)
      consumeError(Read.takeError());
  }
  auto Seconds = [](const timeval &T) { return T.tv_sec + T.tv_usec / 1e6; };
  R.Costs.CpuSeconds = Seconds(Usage.ru_utime) + Seconds(Usage.ru_stime);
  R.Costs.PeakKilobytes = Usage.ru_maxrss;
  R.Costs.WallSeconds =
      std::chrono::duration<double>(Clock::now() - W.Start).count();
  if (R.State != Outcome::Checked)
    return R;
  // What clang or a check said that is no finding: a broken .clang-tidy.
  SmallVector<StringRef> Lines;
  StringRef(W.ErrorText).split(Lines, '\n', -1, /*KeepEmpty=*/false);
  for (StringRef L : Lines)
    R.Remarks.push_back(json::fixUTF8(L));
  return R;
}

/// Milliseconds until the next worker is overdue, or -1.
int timeLeft(ArrayRef<Worker> Running, const WorkerLimits &Limits) {
  if (!Limits.Seconds || Running.empty())
    return -1;
  Clock::time_point First = Running.front().Start;
  for (const Worker &W : Running)
    First = std::min(First, W.Start);
  auto Left = First + std::chrono::seconds(Limits.Seconds) - Clock::now();
  auto Milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(Left).count();
  return std::max<int64_t>(0, Milliseconds) + 1;
}

void waitForNews(std::vector<Worker> &Running, const WorkerLimits &Limits) {
  std::vector<pollfd> Pipes;
  for (Worker &W : Running) {
    Pipes.push_back({W.Answer, POLLIN, 0});
    Pipes.push_back({W.Errors, POLLIN, 0});
  }
  poll(Pipes.data(), Pipes.size(), timeLeft(Running, Limits));
  for (size_t I = 0; I != Running.size(); ++I) {
    Worker &W = Running[I];
    if (Pipes[2 * I].revents)
      drain(W.Answer, W.AnswerText);
    if (Pipes[2 * I + 1].revents)
      drain(W.Errors, W.ErrorText);
    if (Limits.Seconds && !W.IsOverdue &&
        Clock::now() - W.Start > std::chrono::seconds(Limits.Seconds)) {
      W.IsOverdue = true;
      kill(W.Process, SIGKILL);
    }
  }
}

} // namespace

void runWorkers(size_t Count, const WorkerLimits &Limits,
                function_ref<FileResult(size_t)> Work,
                function_ref<void(size_t, FileResult)> Done) {
  std::vector<Worker> Running, Ended;
  size_t Next = 0;
  while (Next != Count || !Running.empty() || !Ended.empty()) {
    // The next worker starts before an answer is read: no processor waits.
    while (Next != Count && Running.size() < std::max(1u, Limits.Jobs)) {
      Worker W;
      W.Index = Next;
      if (!start(W, Limits, Work)) {
        if (!Running.empty() || !Ended.empty())
          break; // when another one is done there may be room
        FileResult R;
        R.State = Outcome::Crashed;
        R.Problem = std::string("no worker process can be started: ") +
                    std::strerror(errno);
        Done(Next++, std::move(R));
        continue;
      }
      ++Next;
      Running.push_back(std::move(W));
    }
    for (const Worker &W : Ended)
      Done(W.Index, conclude(W, Limits));
    Ended.clear();
    if (Running.empty())
      continue;
    waitForNews(Running, Limits);
    for (size_t I = 0; I != Running.size();) {
      if (Running[I].Answer >= 0 || Running[I].Errors >= 0) {
        ++I;
        continue;
      }
      Ended.push_back(std::move(Running[I]));
      Running.erase(Running.begin() + I);
    }
  }
}

} // namespace holdfast
