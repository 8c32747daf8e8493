import { demarrerPostgres } from '../src/platform/postgres/index.ts'
import { Client } from 'pg'
const t=performance.now()
const g = await demarrerPostgres({ dossier: process.argv[2]!, annoncer: console.log })
console.log('prete', Math.round(performance.now()-t), g.dossier, g.proprietaire(), g.connexion('postgres','postgres'))
const c = new Client(g.connexion('postgres','postgres')); c.on('error',()=>{})
await c.connect()
await c.query('create role x login').catch(e=>console.log(e.message))
console.log((await c.query('select version(), current_user, pg_sleep(0)')).rows)
const d = new Client(g.connexion('x','postgres')); d.on('error',()=>{}); await d.connect(); console.log((await d.query('select current_user')).rows)
await c.end(); await d.end()
g.surPerte(p=>{console.log('PERTE',p);process.exit(3)})
if (process.argv[3]==='tenir') { process.on('SIGTERM',async()=>{await g.arreter(); console.log('parti', g.proprietaire()); process.exit(0)}); setInterval(()=>{},1000) }
else { const t2=performance.now(); await g.arreter(); console.log('arret', Math.round(performance.now()-t2)) }
