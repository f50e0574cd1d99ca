# Whether there is anything that a record could tell of.

# What agents did, or a person declared, waits for a commit.
waiting() {
  [ ! -d "$state/spool" ] || [ -r "$state/spool" ] || return 0 # Another user's, and closed to this one: nobody knows.
  for entry in "$state/carry.json" "$state/missed" "$common/provenance/missed" "$state"/spool/*; do
    [ -e "$entry" ] && return 0
  done
  return 1
}

# What an agent did in another work tree may come here, by a stash, which is one for all of them, or as a diff; when that is gone, too.
waiting_elsewhere() {
  [ -d "$common/worktrees" ] || [ -d "$common/provenance/trees" ] || return 1
  for entry in "$common"/provenance/carry.json "$common"/provenance/spool/* \
    "$common"/worktrees/*/provenance/carry.json "$common"/worktrees/*/provenance/spool/* \
    "$common"/provenance/trees/*/carry.json "$common"/provenance/trees/*/spool/*; do
    [ -e "$entry" ] && return 0
  done
  return 1
}

activity() { [ -e "$state/prepared" ] || waiting || waiting_elsewhere || agent_runs; }

# An agent that runs git itself says so in its environment, whether its hooks spoke or not; node knows what each sign is worth.
agent_runs() {
  [ -n "${CLAUDECODE-}${CLAUDE_CODE_ENTRYPOINT-}${CLAUDE_CODE_SESSION_ID-}${CLAUDE_CODE_IS_COWORK-}${AI_AGENT-}${AGENT-}" ] ||
    [ -n "${CURSOR_AGENT-}${CURSOR_CLI-}${CURSOR_SANDBOX-}${CURSOR_TRACE_ID-}${CURSOR_CONVERSATION_ID-}${CURSOR_EXTENSION_HOST_ROLE-}" ] ||
    [ -n "${CODEX_THREAD_ID-}${CODEX_SESSION_ID-}${CODEX_SANDBOX-}${CODEX_CI-}${CODEX_SANDBOX_NETWORK_DISABLED-}" ] ||
    [ -n "${COPILOT_CLI-}${COPILOT_AGENT_SESSION_ID-}${COPILOT_AGENT_JOB_ID-}${GEMINI_CLI-}${QWEN_CODE-}" ] ||
    [ -n "${OPENCODE-}${OPENCODE_BIN_PATH-}${OPENCODE_SERVER-}${OPENCODE_APP_INFO-}${OPENCODE_MODES-}${OPENCODE_CLIENT-}${OPENCODE_CALLER-}" ] ||
    [ -n "${AMP_CURRENT_THREAD_ID-}${AGENT_THREAD_ID-}${CRUSH-}${GOOSE_TERMINAL-}${CLINE_ACTIVE-}${CLINE_TASK_ID-}${OZ_RUN_ID-}" ] ||
    [ -n "${ANTIGRAVITY_AGENT-}${ANTIGRAVITY_PROJECT_ID-}${DROID_PROJECT_DIR-}${FACTORY_PROJECT_DIR-}${KIRO_AGENT_PATH-}" ] ||
    [ -n "${JUNIE_DATA-}${JUNIE_SHIM_PATH-}${ROO_ACTIVE-}${ROO_CODE_TASK_ID-}${KILOCODE_FEATURE-}${AUGMENT_AGENT-}${PI_CODING_AGENT-}" ] ||
    [ -n "${REPLIT_MODE-}${TRAE_AI_SHELL_ID-}${HERMES_SESSION_ID-}${OPENCLAW_SHELL-}${DEVIN_DIR-}${GROK_SESSION_ID-}" ] ||
    case ${SHELL-}:${TERM_PROGRAM-}:${PAGER-}:${AWS_EXECUTION_ENV-}:${USER-} in
      */jsh:* | *:zed:cat:* | *[Aa]mazon[Qq]* | *:swebot) ;;
      *) false ;;
    esac
}
