import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { ajouterJours } from '../src/kernel/dates.ts'
import { instantDe, jourLocal, ZONE_PAR_DEFAUT } from '../src/kernel/zones.ts'
import { choisirReponse } from '../src/modules/mutualisation/db/appels-portes.ts'
import { demanderBien, preterBien } from '../src/modules/mutualisation/db/biens-portes.ts'
import type { BienId, ReservationId } from '../src/modules/mutualisation/domain/biens.ts'
import type { MissionId } from '../src/modules/mutualisation/domain/missions.ts'
import type { FicheId } from '../src/modules/mutualisation/domain/vivier.ts'
import { ouvrirFiche } from '../src/modules/mutualisation/test/ouvrir-fiche.ts'
import { type Coop, poserMembre, poserPole } from '../src/modules/mutualisation/test/pole-d-essai.ts'
import { poserReponse } from '../src/modules/mutualisation/test/poser-mission.ts'
import { migrer, newId, openMaintenance, preparerBase, type TenantTx } from '../src/platform/db/index.ts'
import { avecClient } from '../src/platform/db/roles.ts'
import { type LigneDePorte, ouvrirKysely, travaillerPar } from '../src/platform/db/tenant.ts'
import { demarrerPostgres } from '../src/platform/postgres/index.ts'
import { dire, mediane, noter, noterSerie } from './mesurer.ts'

// Mille demandes à la fois sur cinquante créneaux de huit coopératives, deux fois : dix salles, puis dix intervenantes, sur cinq jours. Huit connexions,
// une demande par transaction, sous le rôle des pages. Le banc tombe si deux se chevauchent, ou si une demande n’a pas son mot.
const DEMANDES = 1000
const CONNEXIONS = 8
const racine = (fichier: string) => fileURLToPath(new URL(`../${fichier}`, import.meta.url))

const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-banc-'))
await chmod(dossier, 0o711)
const grappe = await demarrerPostgres({ dossier, essai: true })
const maintenance = openMaintenance(grappe.connexion('coforme_migrator', 'banc'))
const web = ouvrirKysely({ ...grappe.connexion('coforme_web', 'banc'), max: CONNEXIONS })
const en = async <T>(qui: Coop, work: (tx: TenantTx) => Promise<T>): Promise<T> => {
  const porte = sql<LigneDePorte>`select * from porte.ouvrir_essai(${qui.organisme}::uuid, ${qui.personne}::uuid, '*')`
  return (await travaillerPar(web, porte, work)) as T
}
// Le même hasard à chaque passage.
let graine = 11
const alea = (n: number) => {
  graine = (Math.imul(graine, 1103515245) + 12345) & 0x7fffffff
  return (graine >> 8) % n
}
const jour = (n: number) => ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), 30 + n)

/** Joue ces demandes par huit à la fois ; le mot de chacune, et ce qu’elle a duré. */
const jouer = async (
  nom: string,
  demandes: readonly (() => Promise<string>)[],
  attendus: readonly string[],
) => {
  const file = [...demandes]
  const [durees, mots]: [number[], Record<string, number>] = [[], {}]
  const debut = performance.now()
  await Promise.all(
    Array.from({ length: CONNEXIONS }, async () => {
      for (let x = file.pop(); x; x = file.pop()) {
        const avant = performance.now()
        const mot = await x()
        durees.push(performance.now() - avant)
        mots[mot] = (mots[mot] ?? 0) + 1
      }
    }),
  )
  const total = performance.now() - debut
  const inconnus = Object.keys(mots).filter((m) => !attendus.includes(m))
  if (inconnus.length > 0) throw new Error(`${nom} : ${inconnus.join(', ')} n’a pas de nom.`)
  const p95 = durees.toSorted((a, b) => a - b)[Math.floor(durees.length * 0.95)] ?? Number.NaN
  noterSerie(nom, durees, 'durees')
  noter(`${nom}, p95`, p95, 'durees')
  noter(`${nom}, par seconde`, (durees.length * 1000) / total, 'mesures')
  dire(
    `${nom} : p50 ${mediane(durees).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, ${(total / 1000).toFixed(1)} s en tout ; ${JSON.stringify(mots)}`,
  )
}
const aucunChevauchement = async (genre: 'salle' | 'personne') => {
  const { rows } = await maintenance.withMaintenance((tx) =>
    sql<{
      n: number
    }>`select count(*)::int4 as n from sessions.occupation x join sessions.occupation y on x.genre = y.genre and x.cle = y.cle
      and x.creneau && y.creneau and x.ctid < y.ctid where x.genre = ${genre}`.execute(tx),
  )
  if (rows[0]?.n !== 0) throw new Error(`${genre} : ${rows[0]?.n} chevauchements.`)
}

try {
  await preparerBase((b) => grappe.connexion(grappe.administrateur, b), { base: 'banc', creer: true })
  const migrateur = grappe.connexion('coforme_migrator', 'banc')
  await migrer(migrateur, { dossier: racine('db') })
  // La porte des essais, qui croit qui l’appelle : elle n’est dans aucune base livrée.
  await avecClient(migrateur, async (c) => {
    await c.query('begin; set local role coforme_owner')
    await c.query(await readFile(racine('test/base/temoin.sql'), 'utf8'))
    await c.query('commit')
  })
  const coops: Coop[] = Array.from({ length: 8 }, () => ({ organisme: newId(), personne: newId() }))
  const gens: Coop[] = Array.from({ length: 10 }, (_, i) => ({
    organisme: (coops[i % 8] as Coop).organisme,
    personne: newId(),
  }))
  const { pole } = await maintenance.withMaintenance(async (tx) => {
    for (const [i, c] of coops.entries()) {
      await sql`insert into organisme.organisme (organisme_id, code, nom, forme, siret)
        values (${c.organisme}, ${`banc-${i}`}, ${`Coopérative ${i}`}, 'scop', '99912047000011')`.execute(tx)
      await sql`insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
        values (${c.organisme}, ${newId()}, 'Banc', true, '2026-01-01')`.execute(tx)
      await poserMembre(tx, c, ['responsable'])
    }
    for (const p of gens) await poserMembre(tx, p, ['formateur'])
    return poserPole(tx, coops)
  })
  const autre = (organisme: string) => coops.filter((c) => c.organisme !== organisme)[alea(7)] as Coop

  // Dix salles, cinq jours, des créneaux qui se chevauchent à demi ; la moitié attend la réponse de sa coopérative.
  const salles: { readonly bien: BienId; readonly de: Coop }[] = []
  for (let i = 0; i < 10; i++) {
    const [de, bien] = [coops[i % 8] as Coop, newId() as BienId]
    const fait = await en(de, (tx) =>
      preterBien(
        tx,
        bien,
        {
          pole,
          salle: null,
          uneSalle: true,
          titre: `Salle ${i}`,
          adresse: '',
          acces: '',
          configurations: [],
          equipement: '',
          reglement: '',
          membre: 6000 as Parameters<typeof preterBien>[2]['membre'],
          autre: 9000 as Parameters<typeof preterBien>[2]['autre'],
          taux: 2000,
          tampon: 30,
          visa: i % 2 === 0,
          bareme: [{ jours: 7, points: 5000 }],
        },
        new Date(),
      ),
    )
    if (fait !== 'prete') throw new Error(`Salle ${i} : ${fait}.`)
    salles.push({ bien, de })
  }
  await jouer(
    'demander une salle',
    Array.from({ length: DEMANDES }, (_, i) => {
      const { bien, de } = salles[i % 10] as (typeof salles)[number]
      const qui = autre(de.organisme)
      const depuis = 540 + alea(4) * 60
      const instant = (m: number) => instantDe(jour(Math.floor(i / 10) % 5), m, ZONE_PAR_DEFAUT).instant
      const d = { objet: 'Un atelier', configuration: '', debut: instant(depuis), fin: instant(depuis + 210) }
      return () => en(qui, (tx) => demanderBien(tx, newId() as ReservationId, bien, d, new Date()))
    }),
    ['option', 'ferme', 'en-file', 'tour', 'deja-demande'],
  )
  await aucunChevauchement('salle')

  for (const p of gens) await en(p, (tx) => ouvrirFiche(tx, newId() as FicheId, new Date()))
  const choix = await maintenance.withMaintenance(async (tx) => {
    const posees: (() => Promise<string>)[] = []
    for (let i = 0; i < DEMANDES; i++) {
      const envoie = gens[i % 10] as Coop
      const recoit = autre(envoie.organisme)
      const debut = 540 + alea(4) * 60
      const quand = { jours: [jour(Math.floor(i / 10) % 5)], debut, fin: debut + 210 }
      const reponse = await poserReponse(tx, { pole, recoit, envoie, ...quand })
      const c = { reponse, rang: 1, forme: 'sous-traitance', classement: [] } as const
      posees.push(() => en(recoit, (t) => choisirReponse(t, newId() as MissionId, c, new Date())))
    }
    return posees
  })
  await jouer('retenir une intervenante', choix, ['option', 'occupe'])
  await aucunChevauchement('personne')
} finally {
  await web.destroy()
  await maintenance.close()
  await grappe.arreter()
  await rm(dossier, { recursive: true, force: true })
}
