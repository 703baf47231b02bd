# Makes a fresh Amazon Linux 2023 or Ubuntu machine a GitLab runner. Runs as root from user data, below two lines that set
# RUNNERFLEET_ENROLMENT_URL and RUNNERFLEET_EXECUTOR and a function watch_script that prints linux-watch.sh. Nothing in here is
# secret: the machine proves what it is by its instance identity, and the two secrets it gets go into files that root alone reads.
# shellcheck shell=bash
set -euo pipefail
umask 077

: "${RUNNERFLEET_ENROLMENT_URL:?}" "${RUNNERFLEET_EXECUTOR:?}"
# Other than these only where a test plays the machine.
readonly ROOT=${RUNNERFLEET_ROOT:-}
readonly IMDS=${RUNNERFLEET_IMDS:-http://169.254.169.254/latest}
readonly CONFIG=$ROOT/etc/gitlab-runner/config.toml
readonly UNITS=$ROOT/etc/systemd/system
readonly WATCH=$ROOT/usr/local/lib/runnerfleet/watch
readonly LONGEST_WAIT=30 # seconds
readonly GIVE_UP_AFTER=600 # seconds; by then the fleet has given up on this machine too

log() { printf 'runnerfleet: %s\n' "$*" | tee "$ROOT/dev/console" 2>/dev/null || true; }
ended() { [ "$1" -eq 0 ] || log "bootstrap failed with $1 at: $2"; } # exit code, command
trap 'ended "$?" "$BASH_COMMAND"' EXIT # not ERR, of which functions know nothing

retry() { # tries, command...
  local tries=$1 wait=1
  shift
  until "$@"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep "$wait"
    wait=$((wait * 2 < LONGEST_WAIT ? wait * 2 : LONGEST_WAIT))
  done
}

# --- Instance metadata, IMDSv2 only -----------------------------------------------------------------------------------------

imds() { # path
  local token
  token=$(curl -sSf --noproxy '*' -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$IMDS/api/token")
  curl -sSf --noproxy '*' -m 5 -H "X-aws-ec2-metadata-token: $token" "$IMDS/$1"
}

# --- Packages ---------------------------------------------------------------------------------------------------------------

install_packages() {
  if command -v dnf >/dev/null; then
    retry 5 dnf -y -q install git jq
    [ "$RUNNERFLEET_EXECUTOR" != docker ] || retry 5 dnf -y -q install docker
    repository rpm.sh
    retry 5 dnf -y -q install gitlab-runner
  elif command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    retry 5 apt-get -qq -o DPkg::Lock::Timeout=120 update
    retry 5 apt-get -qq -y -o DPkg::Lock::Timeout=120 install curl git jq ca-certificates
    [ "$RUNNERFLEET_EXECUTOR" != docker ] ||
      retry 5 apt-get -qq -y -o DPkg::Lock::Timeout=120 install docker.io
    repository deb.sh
    retry 5 apt-get -qq -y -o DPkg::Lock::Timeout=120 install gitlab-runner
  else
    log 'neither dnf nor apt-get: this image is not supported'
    return 1
  fi
}

repository() { # script of GitLab's package repository
  local script
  script=$(mktemp)
  retry 5 curl -sSfL -m 30 -o "$script" \
    "https://packages.gitlab.com/install/repositories/runner/gitlab-runner/script.$1"
  bash "$script" >/dev/null
  rm -f "$script"
}

# An image that holds everything already boots in seconds.
prepare() {
  local missing=0
  command -v gitlab-runner >/dev/null && command -v jq >/dev/null || missing=1
  [ "$RUNNERFLEET_EXECUTOR" != docker ] || command -v docker >/dev/null || missing=1
  [ "$missing" -eq 0 ] || install_packages
  # Stopped until this machine has enrolled; the package starts it with no runner to serve.
  systemctl stop gitlab-runner 2>/dev/null || true
  [ "$RUNNERFLEET_EXECUTOR" != docker ] || retry 5 systemctl enable --now docker
  # Optional: only where the image holds it, and its configuration.
  if [ -e "$ROOT/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json" ]; then
    systemctl enable --now amazon-cloudwatch-agent || log 'the CloudWatch agent did not start'
  fi
}

# --- Enrolment --------------------------------------------------------------------------------------------------------------

enrol() { # answer file
  local answer=$1 body status wait=2 pause headers
  body=$(mktemp) headers=$(mktemp)
  retry 10 imds dynamic/instance-identity/document >"$body.document"
  retry 10 imds dynamic/instance-identity/rsa2048 >"$body.signature"
  # --rawfile keeps the document to the letter, as the signature is over just these bytes.
  jq -n --rawfile document "$body.document" --rawfile signature "$body.signature" \
    '{document: $document, signature: $signature}' >"$body"
  while :; do
    status=$(curl -sS -m 40 -o "$answer" -D "$headers" -w '%{http_code}' \
      -H 'Content-Type: application/json' --data-binary "@$body" \
      "$RUNNERFLEET_ENROLMENT_URL" 2>/dev/null) || status=000
    [ "$status" != 200 ] || break
    if [ "$SECONDS" -gt "$GIVE_UP_AFTER" ]; then
      log "not enrolled, last answer $status"
      return 1
    fi
    pause=$(sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9]\{1,3\}\).*/\1/p' "$headers" | tail -n 1)
    log "not enrolled yet, answer $status"
    # A share of chance keeps a storm of machines from coming back all at once.
    sleep "$((${pause:-$wait} + RANDOM % wait))"
    wait=$((wait * 2 < LONGEST_WAIT ? wait * 2 : LONGEST_WAIT))
  done
  rm -f "$body" "$body.document" "$body.signature" "$headers"
}

# --- Configuration ----------------------------------------------------------------------------------------------------------

told() { jq -r ".$1 // empty" "$answer"; }

# Registering writes the configuration from the pool's template and what this machine was told, which goes before it.
configure() { # answer file
  local answer=$1 template slots
  slots=$(told slots)
  mkdir -p "${CONFIG%/*}"
  # Aborted jobs have to be told of before AWS takes the machine: see ABORT_BEFORE of the watch.
  printf 'concurrent = %d\ncheck_interval = 1\nshutdown_timeout = 15\n' "$slots" >"$CONFIG"
  template=$(mktemp)
  told runnerConfig >"$template"
  [ -s "$template" ] || printf '[[runners]]\n' >"$template"
  retry 5 register "$template"
  rm -f "$template"
  chmod 600 "$CONFIG"
}

# By the environment, as arguments are for every process to see.
register() ( # template file
  export CI_SERVER_URL CI_SERVER_TOKEN RUNNER_NAME RUNNER_EXECUTOR RUNNER_LIMIT TEMPLATE_CONFIG_FILE=$1
  CI_SERVER_URL=$(told gitlabUrl) CI_SERVER_TOKEN=$(told token) RUNNER_NAME=$(told name)
  RUNNER_EXECUTOR=$(told executor) RUNNER_LIMIT=$(told slots)
  # A job that names no image gets this one, unless the pool's template has its own.
  if [ "$RUNNERFLEET_EXECUTOR" = docker ] && ! grep -Eq '^[[:space:]]*image[[:space:]]*=' "$TEMPLATE_CONFIG_FILE"; then
    export DOCKER_IMAGE=alpine:latest
  fi
  gitlab-runner register --non-interactive --config "$CONFIG"
)

# --- Units ------------------------------------------------------------------------------------------------------------------

install_watch() { # answer file
  local answer=$1
  mkdir -p "$ROOT/etc/runnerfleet" "${WATCH%/*}" "$UNITS/gitlab-runner.service.d"
  printf 'Authorization: Bearer %s\n' "$(told reportKey)" >"$ROOT/etc/runnerfleet/report-header"
  printf 'RUNNERFLEET_RUNNER=%s\nRUNNERFLEET_REPORT_URL=%s\nRUNNERFLEET_GITLAB_URL=%s\n' \
    "$(told runner)" "$(told reportUrl)" "$(told gitlabUrl)" >"$ROOT/etc/runnerfleet/machine"
  watch_script >"$WATCH"
  chmod 700 "$WATCH"
  # Stopped before what it is after: so that at a shutdown jobs still have Docker and the network, and GitLab is told.
  # Its signals are for the watch itself, not for what it has just called.
  cat >"$UNITS/runnerfleet.service" <<END
[Unit]
Description=Watches this machine for Runnerfleet
After=network-online.target nss-lookup.target docker.service gitlab-runner.service
Wants=network-online.target

[Service]
EnvironmentFile=$ROOT/etc/runnerfleet/machine
ExecStart=$WATCH
Restart=always
RestartSec=5
KillMode=mixed
TimeoutStopSec=180
StandardOutput=journal+console

[Install]
WantedBy=multi-user.target
END
  # To stop is to take no more jobs and to finish those that run; only the runner itself hears of it, not its jobs.
  cat >"$UNITS/gitlab-runner.service.d/runnerfleet.conf" <<END
[Service]
KillSignal=SIGQUIT
KillMode=mixed
TimeoutStopSec=infinity
END
  chmod 644 "$UNITS/runnerfleet.service" "$UNITS/gitlab-runner.service.d/runnerfleet.conf"
  systemctl daemon-reload
}

main() {
  local answer
  prepare
  answer=$(mktemp)
  enrol "$answer"
  configure "$answer"
  install_watch "$answer"
  rm -f "$answer"
  retry 5 systemctl enable --now gitlab-runner runnerfleet
  log "enrolled and serving after $SECONDS s"
}

main
