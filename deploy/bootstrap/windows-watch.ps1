# Watches a Windows machine that windows.ps1 has made a GitLab runner: as a scheduled task from each start on, and with
# -ShuttingDown as Windows's shutdown script. It looks every few seconds for what AWS tells the machine in its metadata, passes
# that on with a heartbeat, sees that jobs end while GitLab can still be told, and takes the machine out of GitLab when it shuts
# down, whoever shuts it down. GitLab Runner has no way on Windows to take no more jobs and finish those it has: until the end
# is near, that is the pause which the fleet puts on it in GitLab as soon as it hears of the notice. Windows PowerShell 5.1.
param([switch] $ShuttingDown)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12

$Imds = 'http://169.254.169.254/latest'
$RunnerHome = 'C:\GitLab-Runner'
$Config = Join-Path $RunnerHome 'config.toml'
$Machine = Get-Content -Raw (Join-Path $RunnerHome 'machine.json') | ConvertFrom-Json
$LookEvery = 5 # seconds, as AWS asks (Amazon EC2 User Guide, "Spot Instance interruption notices")
$ReportEvery = 30
$AbortBefore = 20 # what is left of the two minutes once jobs are aborted: time to tell GitLab so

$State = 'SERVING'
$Notice = $null
$Deadline = $null
$Aborted = $false
$News = $true
$Reported = [DateTime]::MinValue
$Answer = 0

function Write-Line([string] $Text) {
  Write-Output "runnerfleet: $Text"
  # EC2 shows what goes to the first serial port as the instance's console.
  try {
    $port = New-Object IO.Ports.SerialPort 'COM1', 115200
    $port.Open()
    $port.WriteLine("runnerfleet: $Text")
    $port.Close()
  } catch { } # somebody else has it open; the task's own output has the line
}

# --- Metadata ---------------------------------------------------------------------------------------------------------------

# The text, or nothing where there is none yet, or the metadata service does not say.
function Get-Metadata([string] $Path) {
  try {
    $token = Invoke-RestMethod -Method Put -TimeoutSec 2 -Uri "$Imds/api/token" `
      -Headers @{ 'X-aws-ec2-metadata-token-ttl-seconds' = '60' }
    return [string] (Invoke-WebRequest -UseBasicParsing -TimeoutSec 2 -Uri "$Imds/meta-data/$Path" `
        -Headers @{ 'X-aws-ec2-metadata-token' = $token }).Content
  } catch {
    return $null
  }
}

function Watch-Metadata {
  if (-not $script:Deadline) {
    $action = Get-Metadata 'spot/instance-action'
    if ($action) {
      $script:Deadline = ([DateTime] (ConvertFrom-Json $action).time).ToUniversalTime()
      $time = $script:Deadline.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture)
      Set-Notice @{ kind = 'SPOT_INTERRUPTION'; deadline = $time }
      Write-Line "AWS takes this machine at $time"
    }
  }
  if (-not $script:Notice -and (Get-Metadata 'events/recommendations/rebalance')) {
    Set-Notice @{ kind = 'REBALANCE_RECOMMENDATION'; deadline = $null }
    Write-Line 'AWS may soon take this machine'
  }
}

function Set-Notice($Value) {
  $script:Notice = $Value
  $script:State = 'DRAINING'
  $script:News = $true
}

# --- The runner and its jobs ------------------------------------------------------------------------------------------------

# Stopped as a service, the runner aborts its jobs and tells GitLab, which need not wait an hour for a machine that is gone.
function Stop-Jobs {
  $script:Aborted = $true
  Write-Line 'stopping the runner, and what it still runs'
  Stop-Service gitlab-runner -Force -ErrorAction SilentlyContinue
}

# --- Reports ----------------------------------------------------------------------------------------------------------------

# What it tells of a notice is told again until it was heard.
function Send-Report {
  if (-not $script:News -and ([DateTime]::UtcNow - $script:Reported).TotalSeconds -lt $ReportEvery) { return }
  $load = (Get-CimInstance Win32_Processor | Measure-Object -Property LoadPercentage -Average).Average
  $system = Get-CimInstance Win32_OperatingSystem
  $body = @{
    runner = $Machine.runner
    state = $script:State
    cpu = [Math]::Round([double] $load / 100, 3)
    memory = [Math]::Round(1 - $system.FreePhysicalMemory / $system.TotalVisibleMemorySize, 3)
    notice = $script:Notice
  }
  $status = 0
  try {
    $status = [int] (Invoke-WebRequest -UseBasicParsing -Method Post -TimeoutSec 3 -Uri $Machine.reportUrl `
        -Headers @{ Authorization = "Bearer $($Machine.reportKey)" } -ContentType 'application/json' `
        -Body (ConvertTo-Json $body)).StatusCode
    $script:News = $false
  } catch {
    if ($_.Exception -is [Net.WebException] -and $_.Exception.Response) { $status = [int] $_.Exception.Response.StatusCode }
  }
  if ($status -ne $script:Answer) { Write-Line "reported, answer $status" }
  $script:Answer = $status
  $script:Reported = [DateTime]::UtcNow
}

# --- Shutdown ---------------------------------------------------------------------------------------------------------------

# Event 1074 says who shuts down, and to what end.
function Test-Rebooting {
  try {
    $shutdown = Get-WinEvent -MaxEvents 1 -FilterHashtable @{ LogName = 'System'; Id = 1074 }
    return $shutdown.Properties[4].Value -match 'restart'
  } catch {
    return $false
  }
}

# With the runner's own token, which may do just that (GitLab's page "Runners API").
function Remove-Registration {
  $token = ([regex] '(?m)^\s*token = "(.*)"').Match((Get-Content -Raw $Config)).Groups[1].Value
  try {
    Invoke-RestMethod -Method Delete -TimeoutSec 10 -Uri "$($Machine.gitlabUrl)/api/v4/runners" -Body @{ token = $token } | Out-Null
    Write-Line 'taken out of GitLab'
  } catch {
    Write-Line 'not taken out of GitLab: it is gone already, or GitLab is away'
  }
}

if ($ShuttingDown) {
  $State = 'STOPPING'
  Write-Line 'the machine shuts down'
  Stop-Jobs
  Send-Report
  if (-not (Test-Rebooting)) { Remove-Registration } # after a reboot it serves again
  exit 0
}

Write-Line "watching as $($Machine.runner)"
while ($true) {
  try {
    Watch-Metadata
    Send-Report
    if ($Deadline -and -not $Aborted -and [DateTime]::UtcNow -ge $Deadline.AddSeconds(-$AbortBefore)) { Stop-Jobs }
  } catch {
    Write-Line "the watch goes on after: $($_.Exception.Message)"
  }
  $wait = $LookEvery
  if ($Deadline -and -not $Aborted) { $wait = 1 }
  Start-Sleep -Seconds $wait
}
