package transform_test
import ("testing";"os";"fmt";"time";"strings";"path/filepath"
"github.com/lakepeer/lakepeer/internal/duck")
func TestZZMem(t *testing.T){
 home:=os.Getenv("ZZ_HOME"); if home=="" {t.Skip()}
 dir:=t.TempDir()
 var mem int64; fmt.Sscan(os.Getenv("ZZ_MEM"),&mem)
 db,err:=duck.Open(t.Context(),duck.Options{MemoryLimit: mem<<20,Threads:2,TempDir:dir+"/tmp"}); if err!=nil{t.Fatal(err)}
 files,_:=filepath.Glob(home+"/cache/decode/1/main/deployment/*.parquet")
 for _,s:=range strings.Split(os.Getenv("ZZ_SQL"),";"){
  s=strings.ReplaceAll(strings.ReplaceAll(s,"DIR",dir),"FILES",duck.Literals(files))
  st:=time.Now(); err:=db.Exec(t.Context(),s); e:=""; if err!=nil{e=err.Error(); e=e[:min(200,len(e))]}
  if len(s)>100{s=s[:100]}
  fmt.Println(time.Since(st).Round(time.Millisecond),s,e)
 }
 status,_:=os.ReadFile("/proc/self/status"); for _,l:=range strings.Split(string(status),"\n"){ if strings.HasPrefix(l,"VmHWM"){fmt.Println(l)}}
 es,_:=os.ReadDir(dir); for _,e:=range es { i,_:=e.Info(); fmt.Println(e.Name(),i.Size())}
 db.Close()
}
