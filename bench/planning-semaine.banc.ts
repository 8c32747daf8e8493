import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { migrer, newId, openDatabase, openMaintenance, preparerBase } from '../src/platform/db/index.ts'
import { demarrerPostgres } from '../src/platform/postgres/index.ts'
import { mesurer } from './mesurer.ts'

// Trente formateurs, trois demi-journées par jour et par dix personnes, une année entière, et l'agenda du dehors de chacun.
// Cible : 100 ms pour la semaine, page HTML comprise.
const formateurs = 30
const semaines = 52
const lundi = '2026-01-05'

const [{ sessions }, { createApp }, { testServices, unVisiteur }] = await Promise.all([
  import('../src/modules/sessions/index.ts'),
  import('../src/web/app.ts'),
  import('../src/web/test/services.ts'),
])

const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-banc-'))
await chmod(dossier, 0o711)
const grappe = await demarrerPostgres({ dossier, essai: true })
const worker = openDatabase(grappe.connexion('coforme_worker', 'banc'), { max: 2 })
const maintenance = openMaintenance(grappe.connexion('coforme_migrator', 'banc'))
try {
  await preparerBase((b) => grappe.connexion(grappe.administrateur, b), { base: 'banc', creer: true })
  await migrer(grappe.connexion('coforme_migrator', 'banc'), {
    dossier: fileURLToPath(new URL('../db', import.meta.url)),
  })
  const [organisme, activite, offre, lieu] = [newId<'Organisme'>(), newId(), newId(), newId()]
  await maintenance.withMaintenance(async (tx) => {
    await sql`insert into organisme.organisme (organisme_id, code, nom, forme, siret)
      values (${organisme}, 'banc', 'Banc', 'autre', '99912047000011')`.execute(tx)
    await sql`insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
      values (${organisme}, ${activite}, 'Banc', true, '2026-01-01')`.execute(tx)
    await sql`insert into organisme.etablissement (organisme_id, id, nom) values (${organisme}, ${lieu}, 'Siège')`.execute(
      tx,
    )
    await sql`insert into catalogue.offre (organisme_id, id, activite_id, etat, intitule, pli, nature, adoptee_le, cree_le, modifiee_le)
      values (${organisme}, ${offre}, ${activite}, 'adoptee', 'Offre', 'offre', 'formation', now(), now(), now())`.execute(
      tx,
    )
    await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
      select ${organisme}::uuid, md5('p' || i)::uuid, ${activite}::uuid, 'Prénom' || i, 'Nom' || i, 'nom' || i || ' prenom' || i, now()
        from generate_series(1, ${formateurs}) i`.execute(tx)
    await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, cree_le)
      select ${organisme}::uuid, ${activite}::uuid, md5('p' || i)::uuid, now() from generate_series(1, ${formateurs}) i`.execute(
      tx,
    )
    await sql`insert into sessions.salle (organisme_id, id, etablissement_id, nom, pli, places, cree_le)
      select ${organisme}::uuid, md5('s' || i)::uuid, ${lieu}::uuid, 'Salle ' || i, 'salle ' || i, 12, now() from generate_series(1, 10) i`.execute(
      tx,
    )
    await sql`insert into sessions.session (organisme_id, id, activite_id, numero, offre_id, intitule, nature, etat, lieu, formateur, sel, cree_le)
      select ${organisme}::uuid, md5('e' || w || '-' || i)::uuid, ${activite}::uuid, 'S-2026-' || lpad((w * 100 + i)::text, 5, '0'), ${offre}::uuid,
          'Une formation de la semaine', 'formation', 'ouverte', 'Siège', 'Nom' || i, sha256('sel'), now()
        from generate_series(0, ${semaines - 1}) w, generate_series(1, ${formateurs}) i`.execute(tx)
    await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
      select ${organisme}::uuid, md5('d' || w || '-' || i || '-' || j || '-' || k)::uuid, ${activite}::uuid, md5('e' || w || '-' || i)::uuid,
          ${lundi}::date + (w * 7 + j), case k when 0 then 'matin' else 'apres-midi' end, 540 + k * 270, 750 + k * 270,
          (${lundi}::date + (w * 7 + j))::timestamp at time zone 'Europe/Paris' + (540 + k * 270) * interval '1 minute',
          (${lundi}::date + (w * 7 + j))::timestamp at time zone 'Europe/Paris' + (750 + k * 270) * interval '1 minute'
        from generate_series(0, ${semaines - 1}) w, generate_series(1, ${formateurs}) i, generate_series(0, 4) j, generate_series(0, 1) k
       where (i + j + k) % 3 = 0`.execute(tx)
    await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, minutes)
      select ${organisme}::uuid, gen_random_uuid(), ${activite}::uuid, x.id, md5('p' || substr(s.formateur, 4))::uuid, 210
        from sessions.seance x join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id where x.organisme_id = ${organisme}`.execute(
      tx,
    )
    await sql`insert into sessions.agenda (organisme_id, id, activite_id, personne_id, nom, adresse, cree_par, cree_le)
      select ${organisme}::uuid, md5('a' || i)::uuid, ${activite}::uuid, md5('p' || i)::uuid, 'A', sha256('a') || sha256('b'), ${newId()}::uuid, now()
        from generate_series(1, ${formateurs}) i`.execute(tx)
    await sql`insert into sessions.occupe_dehors (organisme_id, id, activite_id, agenda_id, personne_id, du, au, genre)
      select ${organisme}::uuid, gen_random_uuid(), ${activite}::uuid, md5('a' || i)::uuid, md5('p' || i)::uuid,
          ${lundi}::timestamptz + d * interval '1 day' + interval '17 hours', ${lundi}::timestamptz + d * interval '1 day' + interval '18 hours', 'occupe'
        from generate_series(1, ${formateurs}) i, generate_series(0, 363) d`.execute(tx)
  })
  await maintenance
    .withMaintenance((tx) =>
      sql`analyze sessions.seance, sessions.affectation, sessions.occupation, sessions.occupe_dehors`.execute(
        tx,
      ),
    )
    .catch(() => {})

  const services = testServices()
  const app = createApp(
    {
      ...services,
      db: {
        ...services.db,
        withTenant: (_acces, work) => worker.withTenant({ genre: 'tache', organisme, portee: '*' }, work),
      },
    },
    {
      modules: [sessions],
      identify: async (c, next) => {
        c.set(
          'visiteur',
          unVisiteur({ organisme: { id: organisme, code: 'banc', nom: 'Banc' }, roles: ['responsable'] }),
        )
        await next()
      },
    },
  )
  const lire = (chemin: string) => async () => {
    const r = await app.request(`http://localhost:3000${chemin}`)
    const texte = await r.text()
    if (r.status !== 200 || !texte.includes('Une formation de la semaine'))
      throw new Error(`${chemin} : ${r.status}`)
  }
  await mesurer('la semaine de trente formateurs, par personne', lire('/planning?semaine=2026-W23'))
  await mesurer('la même, par salle', async () => {
    const r = await app.request('http://localhost:3000/planning?par=salles&semaine=2026-W23')
    if (r.status !== 200) throw new Error(String(r.status))
    await r.text()
  })
  await mesurer('le mois', lire('/planning?par=mois&mois=2026-06'))
} finally {
  await worker.close()
  await maintenance.close()
  await grappe.arreter()
  await rm(dossier, { recursive: true, force: true })
}
