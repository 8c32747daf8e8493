/**
 * Le bilan d'un grand organisme : 5 000 inscriptions, 100 000 signatures. Toutes les lignes, de la base, contre l'addition nue
 * des mêmes lignes dans le même passage (cible : 150 ms et deux fois). Puis deux cents organismes d'une seule commande.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import pg from 'pg'
import type { DateCivile } from '../src/kernel/dates.ts'
import type { OrganismeId } from '../src/kernel/id.ts'
import { bpfCommande } from '../src/modules/bpf/commandes/bpf.ts'
import { lireBilan } from '../src/modules/bpf/lire-bilan.ts'
import { migrer, openDatabase, preparerBase } from '../src/platform/db/index.ts'
import { demarrerPostgres } from '../src/platform/postgres/index.ts'
import type { Services } from '../src/platform/services.ts'
import { dire, mesurer, noter } from './mesurer.ts'

const exercice = { debut: '2025-01-01' as DateCivile, fin: '2025-12-31' as DateCivile }
const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-banc-'))
await chmod(dossier, 0o711)
const grappe = await demarrerPostgres({ dossier, essai: true })
const worker = openDatabase(grappe.connexion('coforme_worker', 'banc'), { max: 2 })

/** Un organisme : ses sessions de dix personnes et vingt demi-journées, toutes signées ; clés étrangères au repos. */
const peupler = async (client: pg.Client, code: string, sessions: number): Promise<OrganismeId> => {
  const { rows } = await client.query<{ o: OrganismeId; a: string }>('select uuidv7() as o, uuidv7() as a')
  const [{ o, a } = { o: '' as OrganismeId, a: '' }] = rows
  const poser = (texte: string, ...suite: unknown[]) => client.query(texte, [o, a, ...suite])
  await poser(
    `insert into organisme.organisme (organisme_id, code, nom, forme, siret) select $1::uuid, $3, 'Banc', 'autre', '99912047000011' where $2::uuid is not null`,
    code,
  )
  await poser(
    `insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le) values ($1, $2, 'Banc', true, '2020-01-01')`,
  )
  await poser(`insert into catalogue.offre (organisme_id, id, activite_id, etat, intitule, pli, nature, codes_nsf, objectif_f3, cree_le, modifiee_le)
    select $1::uuid, uuidv7(), $2::uuid, 'brouillon', 'O' || i, 'o', 'formation', array[(310 + i)::text], 'd', now(), now() from generate_series(0, 6) i`)
  await poser(`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
    select $1::uuid, uuidv7(), $2::uuid, 'F', 'F' || i, 'f', now() from generate_series(1, 40) i`)
  await poser(`insert into tiers.statut (organisme_id, id, activite_id, personne_id, du, statut, cree_le)
    select $1::uuid, uuidv7(), $2::uuid, p.id, '2020-01-01', (array['salarie', 'honoraires', 'entrepreneur-salarie'])[1 + (row_number() over (order by p.id) % 3)], now()
    from tiers.personne p where p.organisme_id = $1`)
  await poser(
    `insert into sessions.session (organisme_id, id, activite_id, numero, offre_id, intitule, nature, etat, lieu, formateur, sel, cree_le, premier_jour, dernier_jour)
    select $1::uuid, uuidv7(), $2::uuid, 'S-' || i, (select o.id from catalogue.offre o where o.organisme_id = $1 order by o.intitule offset i % 7 limit 1), 'S' || i,
      'formation', 'terminee', 'L', 'F', sha256('s'), now(), '2025-01-01', '2025-12-31' from generate_series(1, $3::int) i`,
    sessions,
  )
  await poser(`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
    select $1::uuid, uuidv7(), $2::uuid, s.id, j.jour, j.demi, j.debut, j.debut + 210, j.jour + make_interval(mins => j.debut), j.jour + make_interval(mins => j.debut + 210)
    from sessions.session s cross join lateral (select ('2024-12-20'::date + (substring(s.numero from 3)::int % 340) + k / 2) as jour,
      (array['matin', 'apres-midi'])[1 + k % 2] as demi, (array[540, 840])[1 + k % 2] as debut from generate_series(0, 19) k) j
    where s.organisme_id = $1 and $2::uuid is not null`)
  await poser(`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, minutes, cle)
    select $1::uuid, uuidv7(), $2::uuid, x.id, p.id, 210, p.id from (select x.id, row_number() over (order by x.id) as r from sessions.seance x where x.organisme_id = $1) x
      join (select p.id, row_number() over (order by p.id) as r from tiers.personne p where p.organisme_id = $1 and p.prenom = 'F') p on p.r = 1 + x.r % 40`)
  await poser(`with gens as (insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
      select $1::uuid, uuidv7(), $2::uuid, 'P', s.numero || '-' || i, 'p', now() from sessions.session s cross join generate_series(1, 10) i
       where s.organisme_id = $1 returning id, nom)
    insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le, statut_f1)
    select $1::uuid, uuidv7(), $2::uuid, s.id, g.id, 'inscrit', now(), (array['salarie-prive', 'recherche-emploi', 'agent-public'])[1 + (hashtext(g.nom) & 1)]
    from gens g join sessions.session s on s.organisme_id = $1 and g.nom like s.numero || '-%'`)
  await poser(`insert into emargement.signature (organisme_id, activite_id, inscription_id, seance_id, maillon_id, signee_le, retard_min)
    select $1::uuid, $2::uuid, i.id, x.id, uuidv7(), x.debut, case when hashtext(i.id::text) % 9 = 0 then 15 else 0 end
    from inscriptions.inscription i join sessions.seance x on x.organisme_id = i.organisme_id and x.session_id = i.session_id where i.organisme_id = $1 and $2::uuid is not null`)
  return o
}

try {
  await preparerBase((b) => grappe.connexion(grappe.administrateur, b), { base: 'banc', creer: true })
  await migrer(grappe.connexion('coforme_migrator', 'banc'), {
    dossier: fileURLToPath(new URL('../db', import.meta.url)),
  })
  const client = new pg.Client(grappe.connexion(grappe.administrateur, 'banc'))
  await client.connect()
  await client.query('set session_replication_role = replica')
  const grand = await peupler(client, 'grand', 500)
  const codes: string[] = []
  const petits = Number(process.env.BANC_ORGANISMES ?? 200)
  for (let i = 1; i <= petits; i += 1) {
    codes.push(`petit-${i}`)
    await peupler(client, `petit-${i}`, 4)
  }
  await client.query('vacuum analyze')
  await client.end()

  const chez = <T>(work: Parameters<typeof worker.withTenant<T>>[1]) =>
    worker.withTenant({ genre: 'tache', organisme: grand, portee: '*' }, work)
  // L'addition nue : les minutes de chaque inscription et les minutes animées, sans rien décider.
  const nue = await mesurer(
    'addition nue des mêmes lignes',
    () =>
      chez(async (tx) => {
        await sql`select i.id, sum(x.fin_minutes - x.debut_minutes - g.retard_min) as minutes
          from emargement.signature g join sessions.seance x on x.organisme_id = g.organisme_id and x.id = g.seance_id
            join inscriptions.inscription i on i.organisme_id = g.organisme_id and i.id = g.inscription_id
          where x.tenue and x.jour between ${exercice.debut}::date and ${exercice.fin}::date group by i.id`.execute(
          tx,
        )
        await sql`select x.session_id, a.personne_id, sum(a.minutes) as minutes from sessions.affectation a
            join sessions.seance x on x.organisme_id = a.organisme_id and x.id = a.seance_id
          where x.tenue and x.jour between ${exercice.debut}::date and ${exercice.fin}::date group by 1, 2`.execute(
          tx,
        )
      }),
    { dureeMs: 3000 },
  )
  const avant = process.cpuUsage()
  let passages = 0
  await mesurer(
    'toutes les lignes du bilan',
    () => {
      passages += 1
      return chez((tx) => lireBilan(tx, exercice))
    },
    { dureeMs: 3000, reference: nue },
  )
  const { user, system } = process.cpuUsage(avant)
  noter('temps de calcul du processus par bilan (ms)', (user + system) / 1000 / passages, 'mesures')
  dire(`temps de calcul du processus, par bilan : ${Math.round((user + system) / 1000 / passages)} ms`)
  const lu = await chez((tx) => lireBilan(tx, exercice))
  dire(`${lu?.bpf.lignes.F1.total.n} stagiaires en F-1`)

  const memoire = () => {
    global.gc?.()
    return process.memoryUsage().heapUsed / 1e6
  }
  const [depart, debut] = [memoire(), performance.now()]
  const rendu = await bpfCommande.run(
    [
      '--organisme',
      codes.join(','),
      '--exercice',
      '2025-01-01..2025-12-31',
      '--json',
      '--date',
      '2026-06-01',
    ],
    { services: { db: worker } as Services, stdout: () => {}, stderr: () => {} },
  )
  const secondes = (performance.now() - debut) / 1000
  noter('deux cents organismes d’une commande (s)', secondes, 'mesures')
  dire(
    `deux cents organismes : ${secondes.toFixed(1)} s, rend ${rendu}, mémoire ${Math.round(memoire() - depart)} Mo de plus`,
  )
} finally {
  await worker.close()
  await grappe.arreter()
  await rm(dossier, { recursive: true, force: true })
}
