// The verbs of the command line. Each returns the process's exit code: 0 done, 1 failed, 2 wrong use.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "instance.hpp"
#include "platform/base/result.hpp"

namespace ganbo::app {

// --data, and --record or GANBO_RECORD.
void add_place(CLI::App& verb, Place& place);

// Each declares its verbs and leaves the one that was asked for in `run`.
void declare_serve(CLI::App& command, std::function<int()>& run);
void declare_admin_verbs(CLI::App& command, std::function<int()>& run);     // key, user, settings, rate
void declare_field_verbs(CLI::App& command, std::function<int()>& run);     // field
void declare_calendar_verbs(CLI::App& command, std::function<int()>& run);  // holiday
void declare_word_verbs(CLI::App& command, std::function<int()>& run);      // role, key-date-kind
void declare_duplicates(CLI::App& command, std::function<int()>& run);
void declare_import(CLI::App& command, std::function<int()>& run);
void declare_export(CLI::App& command, std::function<int()>& run);
void declare_restore(CLI::App& command, std::function<int()>& run);
void declare_record_verbs(CLI::App& command,
                          std::function<int()>& run);  // query, rebuild, backup, doctor, demo, openapi

// `record` is the verb `ganbo record`.
void declare_record_copy(CLI::App& record, std::function<int()>& run);

// Tells an error on standard error as a person reads it; returns its exit code.
int tell(const Error& error);

}  // namespace ganbo::app
