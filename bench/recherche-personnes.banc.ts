import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { personnesEnDouble } from '../src/modules/tiers/db/doublons.queries.ts'
import { lireTiersTelle, listerTiers } from '../src/modules/tiers/db/tiers.queries.ts'
import type { TiersId } from '../src/modules/tiers/domain/lus.ts'
import { migrer, newId, openDatabase, openMaintenance, preparerBase } from '../src/platform/db/index.ts'
import { demarrerPostgres } from '../src/platform/postgres/index.ts'
import { mesurer } from './mesurer.ts'

// Cinquante mille personnes chez soi, autant chez la voisine. Cible : 50 ms par recherche, page de cinquante comprise.
const combien = 50_000
const syllabes = ['ba', 'ché', 'dor', 'fau', 'gui', 'le', 'mar', 'ni', 'ou', 'rié', 'so', 'ta', 'vi', 'ze']
const prenoms = [
  'Éloïse',
  'Marc',
  'Jean-Paul',
  'Zoé',
  'Amel',
  'Bruno',
  'Chloé',
  'Dora',
  'Inès',
  'Nuno',
  'Marie',
]

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
  const [moi, voisine] = [newId<'Organisme'>(), newId<'Organisme'>()]
  for (const organisme of [moi, voisine])
    await maintenance.withMaintenance(async (tx) => {
      const activite = newId()
      await sql`insert into organisme.organisme (organisme_id, code, nom, forme, siret)
        values (${organisme}, ${`banc-${organisme.slice(-6)}`}, 'Banc', 'autre', '99912047000011')`.execute(
        tx,
      )
      await sql`insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
        values (${organisme}, ${activite}, 'Banc', true, '2026-01-01')`.execute(tx)
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, courriel, pli, cree_le)
        select ${organisme}::uuid, gen_random_uuid(), ${activite}::uuid, prenom, initcap(nom),
            lower(nom) || '.' || i || '@exemple.example',
            translate(lower(nom || ' ' || prenom), 'éïè-', 'eie '), now()
          from (select i, (${prenoms}::text[])[1 + i % ${prenoms.length}] as prenom,
              (${syllabes}::text[])[1 + (i / 11) % ${syllabes.length}] || (${syllabes}::text[])[1 + (i / 154) % ${syllabes.length}]
                || (${syllabes}::text[])[1 + (i / 2156) % ${syllabes.length}] || (${syllabes}::text[])[1 + (i * 7) % ${syllabes.length}] as nom
            from generate_series(1, ${combien}) as i) g`.execute(tx)
    })
  await maintenance
    .withMaintenance((tx) => sql`analyze tiers.personne, tiers.mot`.execute(tx))
    .catch(() => {})

  const chezMoi = <T>(work: Parameters<typeof worker.withTenant<T>>[1]) =>
    worker.withTenant({ genre: 'tache', organisme: moi, portee: '*' }, work)
  const premier = { sens: 'apres' as const, cle: undefined }
  const chercher = (q: string) => () => chezMoi((tx) => listerTiers(tx, { q }, premier, 50))

  const une = (await chercher('')())?.[0]?.id as TiersId
  const cle = await mesurer('lire une personne par sa clé', () => chezMoi((tx) => lireTiersTelle(tx, une)))
  const apres = { reference: cle }
  await mesurer('première page, sans chercher', chercher(''), apres)
  await mesurer('début du nom « fauche »', chercher('Fauché'), apres)
  await mesurer('début du prénom « elo »', chercher('élo'), apres)
  await mesurer('prénom puis nom « chlo mar »', chercher('chlo mar'), apres)
  await mesurer('une lettre « m » (un cinquième de tous)', chercher('m'), apres)
  await mesurer('deux lettres très communes « m b »', chercher('m b'), apres)
  await mesurer('courriel', chercher('marlefauba.1'), apres)
  await mesurer('une lettre intervertie « fuachenibao »', chercher('fuachenibao'), apres)
  await mesurer('une lettre oubliée, et le prénom « chlo marlefaub »', chercher('chlo marlefaub'), apres)
  await mesurer('personne de ce nom', chercher('xylophone'), apres)
  await mesurer(
    'intervenants, sans chercher',
    () => chezMoi((tx) => listerTiers(tx, { qui: 'intervenant' }, premier, 50)),
    apres,
  )
  await mesurer('doublons proposés', () => chezMoi((tx) => personnesEnDouble(tx, 50)), apres)
} finally {
  await worker.close()
  await maintenance.close()
  await grappe.arreter()
  await rm(dossier, { recursive: true, force: true })
}
