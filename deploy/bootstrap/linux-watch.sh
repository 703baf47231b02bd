#!/bin/bash
# Watches a Linux machine that linux.sh has made a GitLab runner, as the systemd unit runnerfleet. It looks every few seconds for
# what AWS tells the machine in its metadata, passes that on with a heartbeat, sees that jobs end while GitLab can still be
# told, and takes the machine out of GitLab when it shuts down, whoever shuts it down.
set -uo pipefail # not -e: whatever fails, the watch goes on

: "${RUNNERFLEET_RUNNER:?}" "${RUNNERFLEET_REPORT_URL:?}" "${RUNNERFLEET_GITLAB_URL:?}"
# Other than these only where a test plays the machine.
readonly ROOT=${RUNNERFLEET_ROOT:-}
readonly IMDS=${RUNNERFLEET_IMDS:-http://169.254.169.254/latest}
# AWS asks for a look every 5 s (Amazon EC2 User Guide, "Spot Instance interruption notices").
readonly LOOK_EVERY=${RUNNERFLEET_LOOK_EVERY:-5} # seconds
readonly REPORT_EVERY=${RUNNERFLEET_REPORT_EVERY:-30}
# What is left of the two minutes once jobs are aborted: time to tell GitLab so.
readonly ABORT_BEFORE=${RUNNERFLEET_ABORT_BEFORE:-20}
# How long a shutdown waits for jobs; EC2 waits some minutes for a machine that shuts down, then cuts it off.
readonly SHUTDOWN_WAIT=${RUNNERFLEET_SHUTDOWN_WAIT:-60}
readonly ABORT_WAIT=15 # as shutdown_timeout in the runner's configuration
readonly CONFIG=$ROOT/etc/gitlab-runner/config.toml

state=SERVING
notice=null
deadline=0 # in seconds of the epoch; none while 0
aborted=0
asked_to_stop=0
token='' value='' not_understood=''
reported=0 news=1 report_answer=''
cpu_busy=0 cpu_all=0

log() { printf 'runnerfleet: %s\n' "$*"; }

# --- Metadata ---------------------------------------------------------------------------------------------------------------

# Sets value: empty where there is nothing yet to tell. Fails where the metadata service does not say.
look_up() { # path
  local answer
  if [ -z "$token" ]; then
    token=$(curl -sf --noproxy '*' -m 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 21600' "$IMDS/api/token") || return 1
  fi
  answer=$(curl -s --noproxy '*' -m 2 -w '\n%{http_code}' -H "X-aws-ec2-metadata-token: $token" "$IMDS/meta-data/$1") || return 1
  case ${answer##*$'\n'} in
    200) value=${answer%$'\n'*} ;;
    404) value='' ;;
    401) token='' && return 1 ;;
    *) return 1 ;;
  esac
}

look() {
  local time
  if [ "$deadline" -eq 0 ] && look_up spot/instance-action && [ -n "$value" ]; then
    time=$(jq -r '.time // empty' <<<"$value" 2>/dev/null)
    if deadline=$(date -u -d "$time" +%s 2>/dev/null) && [ -n "$time" ]; then
      notice="{\"kind\":\"SPOT_INTERRUPTION\",\"deadline\":\"$time\"}"
      log "AWS takes this machine at $time"
      take_no_more_jobs
    else
      deadline=0
      [ "$value" = "$not_understood" ] || log "not understood: $value"
      not_understood=$value
    fi
  fi
  if [ "$notice" = null ] && look_up events/recommendations/rebalance && [ -n "$value" ]; then
    notice='{"kind":"REBALANCE_RECOMMENDATION","deadline":null}'
    log 'AWS may soon take this machine'
    take_no_more_jobs
  fi
}

# --- The runner and its jobs ------------------------------------------------------------------------------------------------

# The unit's stop signal lets jobs finish; a unit that is being stopped is not started again when its process ends.
take_no_more_jobs() {
  news=1
  [ "$state" = SERVING ] || return 0
  state=DRAINING
  systemctl stop --no-block gitlab-runner
}

runner_ended() {
  case $(systemctl is-active gitlab-runner) in
    inactive | failed | unknown) return 0 ;;
    *) return 1 ;;
  esac
}

signal_runner() { systemctl kill --kill-who=main --signal="$1" gitlab-runner; }

# GitLab hears that the jobs failed, and need not wait an hour for a machine that is gone.
abort_jobs() {
  aborted=1
  log 'aborting what still runs'
  signal_runner SIGTERM
}

abort_in_time() {
  if [ "$deadline" -gt 0 ] && [ "$aborted" -eq 0 ] && [ "$(date +%s)" -ge $((deadline - ABORT_BEFORE)) ]; then
    if runner_ended; then aborted=1; else abort_jobs; fi
  fi
}

# --- Reports ----------------------------------------------------------------------------------------------------------------

permille() { # part, whole
  local share=$(($2 > 0 ? $1 * 1000 / $2 : 0))
  share=$((share < 0 ? 0 : share > 1000 ? 1000 : share))
  printf '%d.%03d' $((share / 1000)) $((share % 1000))
}

# Sets cpu to the share that was busy since the last time. Columns: Linux's proc(5), /proc/stat.
measure_cpu() {
  local user nice system idle iowait irq softirq steal busy all
  read -r _ user nice system idle iowait irq softirq steal _ <"$ROOT/proc/stat"
  busy=$((user + nice + system + irq + softirq + steal))
  all=$((busy + idle + iowait))
  cpu=$(permille $((busy - cpu_busy)) $((all - cpu_all)))
  cpu_busy=$busy cpu_all=$all
}

measure_memory() {
  local key number total=0 available=0
  while read -r key number _; do
    case $key in
      MemTotal:) total=$number ;;
      MemAvailable:) available=$number ;;
    esac
  done <"$ROOT/proc/meminfo"
  memory=$(permille $((total - available)) "$total")
}

# What it tells of a notice is told again until it was heard.
report() {
  local answer cpu memory
  if [ "$news" -eq 0 ] && [ $((SECONDS - reported)) -lt "$REPORT_EVERY" ]; then
    return
  fi
  measure_cpu
  measure_memory
  # The key is read from its file, as arguments are for every process to see.
  answer=$(curl -s -m 3 -o /dev/null -w '%{http_code}' -H "@$ROOT/etc/runnerfleet/report-header" \
    -H 'Content-Type: application/json' --data-binary \
    "{\"runner\":\"$RUNNERFLEET_RUNNER\",\"state\":\"$state\",\"cpu\":$cpu,\"memory\":$memory,\"notice\":$notice}" \
    "$RUNNERFLEET_REPORT_URL")
  [ "$answer" = "$report_answer" ] || log "reported, answer $answer"
  report_answer=$answer
  reported=$SECONDS
  [ "${answer#2}" = "$answer" ] || news=0
}

# --- Shutdown ---------------------------------------------------------------------------------------------------------------

shutting_down() { [ "$(systemctl is-system-running)" = stopping ]; }

rebooting() { systemctl list-jobs --no-legend | grep -q 'reboot\.target.*start'; }

# Until the runner has ended, or the time has come.
await_runner() { # seconds of the epoch
  until runner_ended; do
    [ "$(date +%s)" -lt "$1" ] || return 1
    pause 0.2
  done
}

# With the runner's own token, which may do just that (GitLab's page "Runners API"). It is gone already where the fleet was quicker.
unregister() {
  local token answer
  token=$(sed -n 's/^[[:space:]]*token = "\(.*\)"$/\1/p' "$CONFIG" | head -n 1)
  answer=$(printf '%s' "$token" | curl -s -m 10 -o /dev/null -w '%{http_code}' -X DELETE \
    --data-urlencode token@- "$RUNNERFLEET_GITLAB_URL/api/v4/runners")
  log "taken out of GitLab, answer $answer"
}

# At a shutdown the runner's own stop waits for this unit's, so that it is told by signals.
shut_down() {
  local until
  log 'the machine shuts down'
  state=STOPPING news=1
  # A runner that aborts its jobs takes any further signal for the order to end at once, with GitLab untold.
  [ "$aborted" -eq 1 ] || signal_runner SIGQUIT
  report
  until=$(($(date +%s) + SHUTDOWN_WAIT))
  if [ "$deadline" -gt 0 ] && [ $((deadline - ABORT_BEFORE)) -lt "$until" ]; then
    until=$((deadline - ABORT_BEFORE))
  fi
  [ "$aborted" -eq 1 ] || await_runner "$until" || abort_jobs
  await_runner $(($(date +%s) + ABORT_WAIT)) || log 'the runner has not ended'
  # After a reboot it serves again.
  rebooting || unregister
}

pause() { # seconds; a signal ends it at once
  sleep "$1" &
  wait $!
}

main() {
  local wait
  trap 'asked_to_stop=1' TERM INT
  log "watching as $RUNNERFLEET_RUNNER"
  while [ "$asked_to_stop" -eq 0 ]; do
    look
    report
    abort_in_time
    wait=$LOOK_EVERY
    # Near its deadline a machine has no five seconds to lose.
    [ "$deadline" -eq 0 ] || [ "$aborted" -eq 1 ] || [ "${wait%.*}" -lt 1 ] || wait=1
    pause "$wait"
  done
  trap '' TERM INT
  # Somebody stops the watch alone: the machine serves on.
  ! shutting_down || shut_down
}

main
