import pg from 'pg'
import { monterJeu, motDePasseDuJeu } from './jeu.ts'
import { calculDe, calculDesDescendants, lancerServeur } from './serveur.ts'
import { seConnecter, tirer } from './tirer.ts'
const jeu = await monterJeu(10000)
const c = new pg.Client(jeu.grappe.connexion(jeu.grappe.administrateur, 'coforme'))
await c.connect()
await c.query(`alter system set track_functions='all'`); await c.query('select pg_reload_conf()')
const serveur = await lancerServeur(jeu.dossier, process.env.ZZ_PROF?['--cpu-prof','--cpu-prof-dir=/tmp/prof2','--cpu-prof-interval=100']:[])
const temoins=[]; const sessions=[]
for (let n=1;n<=2;n++){ temoins.push(await seConnecter(serveur.origine, `responsable-${n}@mesure.example`, motDePasseDuJeu)); sessions.push(await jeu.sessionsDe(n,200)) }
const cible={port:serveur.port,temoins,chemin:(k:number,n:number)=>`/sessions/${sessions[k%2]?.[n%(sessions[k%2]?.length??1)]}`}
await tirer(cible,3000)
await c.query('select pg_stat_reset()')
const pm=jeu.postmaster()
const [w,b]=[calculDe(serveur.pid),calculDesDescendants(pm)]
const tir=await tirer(cible,Number(process.env.ZZ_S??8)*1000)
console.log(tir.pages/tir.secondes,'web',(calculDe(serveur.pid)-w)/tir.pages,'base',(calculDesDescendants(pm)-b)/tir.pages)
await new Promise(r=>setTimeout(r,2500))
const {rows}=await c.query(`select schemaname||'.'||funcname f, calls, round((total_time*1000/nullif(calls,0))::numeric,1)::float us, round((self_time*1000/nullif(calls,0))::numeric,1)::float self from pg_stat_user_functions order by total_time desc limit 25`)
for(const r of rows) console.log((Number(r.calls)/tir.pages).toFixed(1).padStart(8),'appels/page',String(r.us).padStart(8),'us',String(r.self).padStart(8),'us propre', (Number(r.calls)*r.us/tir.pages/1000).toFixed(3),'ms/page',r.f)
const t=(await c.query(`select relname, seq_scan::int s, idx_scan::int i from pg_stat_user_tables order by coalesce(seq_scan,0)+coalesce(idx_scan,0) desc limit 30`)).rows
for(const r of t) console.log(r.relname.padEnd(24),(r.s/tir.pages).toFixed(1).padStart(7),'seq',((r.i??0)/tir.pages).toFixed(1).padStart(7),'idx')
const d=(await c.query(`select xact_commit::int x, xact_rollback::int r from pg_stat_database where datname='coforme'`)).rows[0]
console.log('tx/page',(d.x+d.r)/tir.pages)
await serveur.arreter(); await c.query(`alter system reset track_functions`); await c.end(); await jeu.fermer()
