@echo off
rem Starts nmos. Builds it first where that has not been done; nmos --rebuild builds it again.
setlocal enableextensions
set "home=%~dp0"
set "jar=%home%cli\target\nmos.jar"
set "jdk="

if defined JAVA_HOME call :try "%JAVA_HOME%"
for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\jdk-25*" "%ProgramFiles%\Java\jdk-25*" "%ProgramFiles%\Microsoft\jdk-25*" "%ProgramFiles%\Zulu\zulu-25*" "%USERPROFILE%\.jdks\*25*") do if not defined jdk call :try "%%~d"
if not defined jdk for %%j in (java.exe) do if not "%%~$PATH:j"=="" call :try "%%~dp$PATH:j.."
if not defined jdk (
  echo nmos: no JDK 25 found: install one from https://adoptium.net or point JAVA_HOME at it 1>&2
  exit /b 1
)

if "%~1"=="--rebuild" (
  call :build || exit /b 1
  exit /b 0
)
if not exist "%jar%" (
  call :build || exit /b 1
)
set "vector=--add-modules=jdk.incubator.vector"
set "name=nmos-vector"
for %%c in (bound replay simulate --help --version) do if "%~1"=="%%c" (
  set "vector="
  set "name=nmos"
)
"%jdk%\bin\java.exe" %vector% -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%home%cli\target\%name%.jsa" -Xlog:disable -Xlog:all=error,cds=off,aot=off:stderr %NMOS_JAVA_OPTS% -jar "%jar%" %*
exit /b %errorlevel%

:try
if not exist "%~1\bin\java.exe" exit /b 0
findstr /b /r /c:"JAVA_VERSION=.25[^0-9]" "%~1\release" >nul 2>&1 && set "jdk=%~1"
exit /b 0

:build
where mvn >nul 2>&1 || (
  echo nmos: not built yet, and there is no mvn to build it: install Maven 3.8 or later 1>&2
  exit /b 1
)
echo nmos: building, this takes a few minutes the first time 1>&2
pushd "%home%"
set "JAVA_HOME=%jdk%"
call mvn -q -B -DskipTests -pl cli -am package 1>&2
set "built=%errorlevel%"
popd
if not "%built%"=="0" echo nmos: the build failed 1>&2
exit /b %built%
