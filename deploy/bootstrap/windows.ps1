# Makes a fresh Windows Server machine a GitLab runner. Runs as SYSTEM from user data (EC2Launch v2), below two lines that set
# $RunnerfleetEnrolmentUrl and $RunnerfleetExecutor. Nothing in here is secret: the machine proves what it is by its instance
# identity, and the one secret it gets goes into the runner's configuration and nowhere else. Works on Windows PowerShell 5.1.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue' # drawing progress makes downloads many times slower
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12

$Imds = 'http://169.254.169.254/latest'
$RunnerHome = 'C:\GitLab-Runner'
$Exe = Join-Path $RunnerHome 'gitlab-runner.exe'
$Config = Join-Path $RunnerHome 'config.toml'
$LongestWait = 30 # seconds
$GiveUpAfter = 600 # seconds; by then the fleet has given up on this machine too
$Started = [Diagnostics.Stopwatch]::StartNew()

function Write-Line([string] $Text) { Write-Output "runnerfleet: $Text" }

function Invoke-Retry([int] $Tries, [scriptblock] $Command) {
  $wait = 1
  while ($true) {
    try { return & $Command } catch {
      $Tries--
      if ($Tries -le 0) { throw }
      Start-Sleep -Seconds $wait
      $wait = [Math]::Min($wait * 2, $LongestWait)
    }
  }
}

# --- Instance metadata, IMDSv2 only -----------------------------------------------------------------------------------------

function Get-Imds([string] $Path) {
  $token = Invoke-RestMethod -Method Put -TimeoutSec 5 -Uri "$Imds/api/token" `
    -Headers @{ 'X-aws-ec2-metadata-token-ttl-seconds' = '300' }
  # The bytes as they are: the signature is over just these.
  $client = New-Object Net.WebClient
  $client.Headers.Add('X-aws-ec2-metadata-token', $token)
  return [Text.Encoding]::UTF8.GetString($client.DownloadData("$Imds/$Path"))
}

# --- Packages ---------------------------------------------------------------------------------------------------------------

# An image that holds everything already boots much sooner; Docker and git must be in it.
function Install-Runner {
  New-Item -ItemType Directory -Force -Path $RunnerHome | Out-Null
  # Only SYSTEM and administrators read the token.
  & icacls.exe $RunnerHome /inheritance:r /grant 'SYSTEM:(OI)(CI)F' 'Administrators:(OI)(CI)F' | Out-Null
  if (-not (Test-Path $Exe)) {
    Invoke-Retry 5 {
      Invoke-WebRequest -UseBasicParsing -OutFile $Exe `
        -Uri 'https://gitlab-runner-downloads.s3.amazonaws.com/latest/binaries/gitlab-runner-windows-amd64.exe'
    }
  }
  if ($RunnerfleetExecutor -eq 'docker-windows') {
    if (-not (Get-Service -Name docker -ErrorAction SilentlyContinue)) { throw 'the image holds no Docker' }
    Invoke-Retry 5 { Start-Service docker }
  }
}

# --- Enrolment --------------------------------------------------------------------------------------------------------------

function Get-Enrolment {
  $document = Invoke-Retry 10 { Get-Imds 'dynamic/instance-identity/document' }
  $signature = Invoke-Retry 10 { Get-Imds 'dynamic/instance-identity/rsa2048' }
  $body = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json @{ document = $document; signature = $signature }))
  $wait = 2
  while ($true) {
    $pause = 0
    try {
      return Invoke-RestMethod -Method Post -TimeoutSec 40 -Uri $RunnerfleetEnrolmentUrl `
        -ContentType 'application/json' -Body $body
    } catch {
      $answer = $null
      if ($_.Exception -is [Net.WebException]) { $answer = $_.Exception.Response }
      $status = '000'
      if ($answer) {
        $status = [int] $answer.StatusCode
        [void] [int]::TryParse($answer.Headers['Retry-After'], [ref] $pause)
      }
      Write-Line "not enrolled yet, answer $status"
      if ($Started.Elapsed.TotalSeconds -gt $GiveUpAfter) { throw "not enrolled, last answer $status" }
    }
    if ($pause -le 0) { $pause = $wait }
    # A share of chance keeps a storm of machines from coming back all at once.
    Start-Sleep -Seconds ($pause + (Get-Random -Maximum $wait))
    $wait = [Math]::Min($wait * 2, $LongestWait)
  }
}

# --- Configuration ----------------------------------------------------------------------------------------------------------

# Registering writes the configuration from the pool's template and what the machine was told, which goes before it.
function Set-Configuration($Answer) {
  $utf8 = New-Object Text.UTF8Encoding $false
  [IO.File]::WriteAllText($Config,
    "concurrent = $($Answer.slots)`ncheck_interval = 1`nshutdown_timeout = 30`n", $utf8)
  $template = Join-Path $RunnerHome 'template.toml'
  $text = "[[runners]]`n"
  if ($Answer.PSObject.Properties['runnerConfig'] -and $Answer.runnerConfig) { $text = $Answer.runnerConfig }
  [IO.File]::WriteAllText($template, $text, $utf8)
  # By the environment, as arguments are for every process to see.
  $env:CI_SERVER_URL = $Answer.gitlabUrl
  $env:CI_SERVER_TOKEN = $Answer.token
  $env:RUNNER_NAME = $Answer.name
  $env:RUNNER_EXECUTOR = $Answer.executor
  $env:RUNNER_LIMIT = [string] $Answer.slots
  $env:TEMPLATE_CONFIG_FILE = $template
  if ($RunnerfleetExecutor -eq 'docker-windows') {
    $env:DOCKER_IMAGE = 'mcr.microsoft.com/windows/servercore:ltsc2022'
  } else {
    $env:RUNNER_SHELL = 'powershell'
  }
  try {
    Invoke-Retry 5 {
      & $Exe register --non-interactive --config $Config
      if ($LASTEXITCODE -ne 0) { throw "gitlab-runner register ended with $LASTEXITCODE" }
    }
  } finally {
    Remove-Item Env:\CI_SERVER_TOKEN
  }
}

Install-Runner
Set-Configuration (Get-Enrolment)
if (-not (Get-Service -Name gitlab-runner -ErrorAction SilentlyContinue)) {
  & $Exe install --config $Config --working-directory $RunnerHome
  if ($LASTEXITCODE -ne 0) { throw "gitlab-runner install ended with $LASTEXITCODE" }
}
Start-Service gitlab-runner
Write-Line "enrolled and serving after $([int] $Started.Elapsed.TotalSeconds) s"
