# Makes a fresh Windows Server machine a GitLab runner. Runs as SYSTEM from user data (EC2Launch v2), below lines that set
# $RunnerfleetEnrolmentUrl, $RunnerfleetExecutor and $RunnerfleetWatch (windows-watch.ps1). Nothing in here is secret: the machine
# proves what it is by its instance identity, and the two secrets it gets go into a folder that SYSTEM and administrators alone
# read. Works on Windows PowerShell 5.1.
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

# Not by Write-Output, which would make it a part of what the function around it returns.
function Write-Line([string] $Text) {
  Write-Host "runnerfleet: $Text"
  # EC2 shows what goes to the first serial port as the instance's console.
  try {
    $port = New-Object IO.Ports.SerialPort 'COM1', 115200
    $port.Open()
    $port.WriteLine("runnerfleet: $Text")
    $port.Close()
  } catch { } # somebody else has it open; EC2Launch's own log has the line
}

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
    "concurrent = $($Answer.slots)`ncheck_interval = 1`nshutdown_timeout = 15`n", $utf8)
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

# --- The watch --------------------------------------------------------------------------------------------------------------

function Install-Watch($Answer) {
  $utf8 = New-Object Text.UTF8Encoding $false
  $watch = Join-Path $RunnerHome 'watch.ps1'
  [IO.File]::WriteAllText($watch, $RunnerfleetWatch, $utf8)
  $machine = Select-Object -InputObject $Answer -Property @('runner', 'reportUrl', 'reportKey', 'gitlabUrl')
  [IO.File]::WriteAllText((Join-Path $RunnerHome 'machine.json'), (ConvertTo-Json $machine), $utf8)
  $powershell = "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe"
  $action = New-ScheduledTaskAction -Execute $powershell -Argument "-NoProfile -ExecutionPolicy Bypass -File $watch"
  $settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 999 `
    -RestartInterval (New-TimeSpan -Minutes 1) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
  Register-ScheduledTask -Force -TaskName runnerfleet -User SYSTEM -RunLevel Highest -Action $action -Settings $settings `
    -Trigger (New-ScheduledTaskTrigger -AtStartup) | Out-Null
  Start-ScheduledTask runnerfleet
  Register-ShutdownScript $watch '-ShuttingDown'
}

# As the Local Group Policy editor leaves it: Windows runs it at each shutdown, before its services stop, and waits for it.
function Register-ShutdownScript([string] $Script, [string] $Parameters) {
  $policy = "$env:SystemRoot\System32\GroupPolicy"
  New-Item -ItemType Directory -Force -Path "$policy\Machine\Scripts\Shutdown" | Out-Null
  [IO.File]::WriteAllText("$policy\Machine\Scripts\psscripts.ini",
    "`r`n[Shutdown]`r`n0CmdLine=$Script`r`n0Parameters=$Parameters`r`n", [Text.Encoding]::Unicode)
  if (-not (Test-Path "$policy\gpt.ini")) {
    [IO.File]::WriteAllText("$policy\gpt.ini", "[General]`r`nVersion=1`r`ngPCMachineExtensionNames=" +
      "[{42B5FAAE-6536-11D2-AE5A-0000F87571E3}{40B6664F-4972-11D1-A7CA-0000F87571E3}]`r`n")
  }
  foreach ($place in 'Scripts', 'State\Machine\Scripts') {
    $key = "HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Group Policy\$place\Shutdown\0"
    New-Item -Force -Path "$key\0" | Out-Null
    $values = @{
      'GPO-ID' = 'LocalGPO'; 'SOM-ID' = 'Local'; 'FileSysPath' = "$policy\Machine"
      'DisplayName' = 'Local Group Policy'; 'GPOName' = 'Local Group Policy'
    }
    foreach ($name in $values.Keys) { New-ItemProperty -Force -Path $key -Name $name -Value $values[$name] | Out-Null }
    New-ItemProperty -Force -Path $key -Name PSScriptOrder -Value 1 -PropertyType DWord | Out-Null
    New-ItemProperty -Force -Path "$key\0" -Name Script -Value $Script | Out-Null
    New-ItemProperty -Force -Path "$key\0" -Name Parameters -Value $Parameters | Out-Null
    New-ItemProperty -Force -Path "$key\0" -Name IsPowershell -Value 1 -PropertyType DWord | Out-Null
    New-ItemProperty -Force -Path "$key\0" -Name ExecTime -Value (New-Object byte[] 16) -PropertyType Binary | Out-Null
  }
}

Install-Runner
$Enrolment = Get-Enrolment
Set-Configuration $Enrolment
if (-not (Get-Service -Name gitlab-runner -ErrorAction SilentlyContinue)) {
  & $Exe install --config $Config --working-directory $RunnerHome
  if ($LASTEXITCODE -ne 0) { throw "gitlab-runner install ended with $LASTEXITCODE" }
}
Start-Service gitlab-runner
Install-Watch $Enrolment
Write-Line "enrolled and serving after $([int] $Started.Elapsed.TotalSeconds) s"
