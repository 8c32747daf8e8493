/** Relève la plateforme : dit ce qui est à dire, lit ce qui a changé. Rejouée, en désordre, coupée au milieu : rien ne se perd ni ne se double. */
import { asId } from '#kernel/id.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { pourChacune } from '#platform/jobs/tournee.ts'
import type { Services } from '#platform/services.ts'
import { lireBoite } from '../db/boite.ts'
import { noterEchecDeDepot, noterPrise, noterStatutEnvoye, prendreStatut } from '../db/cycle.ecritures.ts'
import {
  type DepotId,
  depotsEnPlan,
  lireDepot,
  type StatutAEnvoyer,
  type StatutId,
  statutsAEnvoyer,
} from '../db/cycle.ts'
import { garderFlux, noterReleve } from '../db/plateforme.ecritures.ts'
import { fluxDejaLu, fluxEcartesDepuis, lirePlateforme } from '../db/plateforme.ts'
import type { Flux, PlateformeAgreee, RefusPlateforme } from '../domain/cycle/plateforme.ts'
import { demanderDepot, demanderReleve } from '../gestes/deposer.ts'
import { direLesEncaissements } from '../gestes/encaisser.ts'
import { garderStatutsRecus, messageDe } from '../gestes/messages.ts'
import { recevoirFacture } from '../gestes/recevoir.ts'
import { demanderReleveDeBoite } from '../gestes/regler-boite.ts'
import { suivreChorus } from '../gestes/regler-chorus.ts'
import { lireCdar } from '../lecture/lire-cdar.ts'
import { lireFactureDuDehors } from '../lecture/lire-facture-a-part.ts'
import { ouvrirPlateforme, retrouver } from '../lecture/plateforme.ts'
import { type CreerPlateforme, creerPlateformeAgreee } from '../lecture/xp-z12-013.ts'

export const tourneePlateforme = 'facturation.tournee-plateforme'

/** Un dépôt resté en plan ce temps-là se redemande : la file a peut-être fini ses essais. */
const EN_PLAN = 15 * 60_000

export const tourneeDesPlateformes: SystemJobHandler = pourChacune(async (tx, organisme, { clock }) => {
  const boite = await lireBoite(tx)
  if (boite && !boite.refusee) await demanderReleveDeBoite(tx, organisme)
  await suivreChorus(tx, organisme)
  const avant = new Date(clock.now().getTime() - EN_PLAN)
  for (const depot of await depotsEnPlan(tx, avant)) await demanderDepot(tx, organisme, depot)
  if (!(await lirePlateforme(tx))) return
  await demanderReleve(tx, organisme)
})

/** Ce que l’on relit de ce qui l’était déjà : une plateforme peut dater un changement un peu avant de le montrer. */
const RECOUVREMENT = 10 * 60_000
const PAGES = 50
/** Ce qui fut écarté se relit de lui-même ce temps-là : un fichier peut venir après son annonce, un statut avant sa facture. */
const A_RELIRE = 2 * 3_600_000
/** Ce que la plateforme annonce et ne rend pas arrête la relève ce temps-là, puis s’écarte : la suite attend. */
const RENONCER = 48 * 3_600_000

type Relevant = Pick<Services, 'db' | 'clock' | 'storage' | 'log'> & {
  readonly acces: { readonly genre: 'tache'; readonly organisme: Parameters<typeof demanderReleve>[1] }
  readonly plateforme: PlateformeAgreee
}

/** La plateforme ne répond pas : le reste attend. Un refus, lui, n’est que de ce qui fut demandé. */
const arrete = (r: RefusPlateforme) => r.code === 'injoignable' || r.code === 'cles'

const sansSiren = 'La fiche de l’autre partie ne dit pas de SIREN : ce statut ne peut pas partir.'

const direLesStatuts = async ({
  db,
  clock,
  acces,
  plateforme,
}: Relevant): Promise<RefusPlateforme | undefined> => {
  const dus = (await db.withTenant(acces, statutsAEnvoyer)) ?? []
  for (const s of dus) {
    const message = await db.withTenant(acces, async (tx) => {
      if (!(await prendreStatut(tx, s.id, clock.now()))) return undefined
      const ecrit = await messageDe(tx, s)
      if (!ecrit) await noterStatutEnvoye(tx, s.id, { echec: sansSiren })
      return ecrit
    })
    if (!message) continue
    const r = await envoyer(plateforme, s, message)
    await db.withTenant(acces, (tx) =>
      noterStatutEnvoye(
        tx,
        s.id,
        'flux' in r
          ? { flux: r.flux, le: clock.now() }
          : r.refus.code === 'deja'
            ? { flux: null, le: clock.now() }
            : { echec: r.refus.code === 'refuse' ? r.refus.phrase : null },
      ),
    )
    if ('refus' in r && arrete(r.refus)) return r.refus
  }
  return undefined
}

const envoyer = async (
  plateforme: PlateformeAgreee,
  s: StatutAEnvoyer,
  message: { readonly nom: string; readonly xml: string },
): Promise<{ readonly flux: string } | { readonly refus: RefusPlateforme }> => {
  // Dit une fois : un message dont la réponse s’est perdue se retrouve par son suivi.
  const sien = await retrouver(plateforme, s.id)
  if (!sien.ok) return { refus: sien.error }
  if (sien.value) return sien.value
  const r = await plateforme.deposer({
    suivi: s.id,
    nom: message.nom,
    syntaxe: 'CDAR',
    octets: Buffer.from(message.xml),
  })
  return r.ok ? r.value : { refus: r.error }
}

/** Ce que la plateforme a fait de ce que nous y avons mis. */
const suivreSortant = async ({ db, clock, acces }: Relevant, f: Flux): Promise<void> => {
  const id = f.suivi === undefined ? undefined : asId<'Suivi'>(f.suivi)
  if (!id || f.accuse === 'attend') return
  await db.withTenant(acces, async (tx) => {
    const depot = await lireDepot(tx, id as string as DepotId)
    if (!depot) {
      if (f.accuse === 'erreur')
        await noterStatutEnvoye(tx, id as string as StatutId, {
          echec: f.motif ?? 'La plateforme refuse ce message.',
          duFlux: f.id,
        })
      return
    }
    if (f.accuse === 'pris') await noterPrise(tx, depot.id, f.majLe)
    else
      await noterEchecDeDepot(tx, depot.id, {
        phrase: f.motif ?? 'La plateforme refuse ce fichier, sans dire pourquoi.',
        clos: clock.now(),
        flux: f.id,
      })
  })
}

type Annonce = Pick<Flux, 'id' | 'genre'>

const lireEntrant = async (
  { db, clock, storage, acces, plateforme }: Relevant,
  f: Annonce,
): Promise<RefusPlateforme | undefined> => {
  const le = clock.now()
  const garder = (suite: string, ecarte: boolean) =>
    db.withTenant(acces, (tx) => garderFlux(tx, { flux: f.id, le, genre: f.genre, suite, ecarte }))
  if (f.genre === 'autre') {
    await garder('Rien à en faire ici.', false)
    return undefined
  }
  const pris = await plateforme.prendre(f.id)
  if (!pris.ok) {
    if (arrete(pris.error)) return pris.error
    await garder(pris.error.phrase, true)
    return undefined
  }
  if (f.genre === 'statut') {
    const lu = await lireCdar(pris.value)
    if (!lu.ok) {
      await garder(lu.error.phrase, true)
      return undefined
    }
    await db.withTenant(acces, async (tx) => {
      const { connues, suite } = await garderStatutsRecus(tx, f.id, lu.value, le)
      await garderFlux(tx, { flux: f.id, le, genre: 'statut', suite, ecarte: connues === 0 })
    })
    return undefined
  }
  const lue = await lireFactureDuDehors(pris.value)
  if (!lue.ok) {
    await garder(`Une facture reçue ne se lit pas : ${lue.error.phrase}`, true)
    return undefined
  }
  await db.withTenant(acces, async (tx) => {
    const r = await recevoirFacture(tx, storage, {
      lue: lue.value,
      octets: pris.value,
      nom: `${f.id}.${lue.value.jointe === undefined ? 'xml' : 'pdf'}`,
      flux: f.id,
      le,
    })
    await garderFlux(tx, {
      flux: f.id,
      le,
      genre: 'facture',
      suite: r.ok ? 'Reçue.' : r.error.phrase,
      ecarte: !r.ok && r.error.code !== 'deja',
    })
  })
  return undefined
}

type Gene = { readonly phrase: string }
type Lecture = { readonly arret?: RefusPlateforme; readonly incident?: Gene }

/** Ce qui fait tomber une lecture n’arrête pas les autres : un flux entrant est écarté, et se relira. */
const sansTomber = async (
  { db, clock, log, acces }: Relevant,
  f: Annonce & Pick<Flux, 'sens'>,
  lire: () => Promise<RefusPlateforme | undefined>,
): Promise<Lecture> => {
  try {
    const arret = await lire()
    return arret ? { arret } : {}
  } catch (erreur) {
    log.error('Un flux de la plateforme ne se lit pas.', erreur, { flux: f.id })
    const suite = 'Sa lecture a échoué : elle se refera.'
    if (f.sens === 'entrant')
      await db.withTenant(acces, (tx) =>
        garderFlux(tx, { flux: f.id, le: clock.now(), genre: f.genre, suite, ecarte: true }),
      )
    return { incident: { phrase: `La lecture du flux ${f.id} a échoué ; les autres sont lus.` } }
  }
}

const relireLesEcartes = async (r: Relevant, depuis: Date): Promise<Gene | undefined> => {
  let gene: Gene | undefined
  for (const { flux, genre } of (await r.db.withTenant(r.acces, (tx) => fluxEcartesDepuis(tx, depuis))) ??
    []) {
    const f = { id: flux, genre, sens: 'entrant' } as const
    const { arret, incident } = await sansTomber(r, f, () => lireEntrant(r, f))
    if (arret) return arret
    gene ??= incident
  }
  return gene
}

const lireUn = async (r: Relevant, f: Flux): Promise<Lecture> =>
  sansTomber(r, f, async () => {
    if (f.sens === 'sortant') {
      await suivreSortant(r, f)
      return undefined
    }
    // Tant que la plateforme le contrôle, il n’est pas à nous : elle le redatera.
    if (f.accuse === 'attend' || (await r.db.withTenant(r.acces, (tx) => fluxDejaLu(tx, f.id))))
      return undefined
    const arret = await lireEntrant(r, f)
    const le = r.clock.now()
    if (!arret || le.getTime() - f.majLe.getTime() < RENONCER) return arret
    const { id: flux, genre } = f
    await r.db.withTenant(r.acces, (tx) =>
      garderFlux(tx, { flux, le, genre, suite: arret.phrase, ecarte: true }),
    )
    return undefined
  })

/**
 * Tout ce qui a changé depuis la dernière fois, du plus ancien au plus récent. Rend jusqu’où l’on a lu, et ce qui a gêné. Une date à venir ne
 * se croit pas : elle vaut l’instant de la relève.
 */
const lireLesFlux = async (
  r: Relevant,
  depuis: Date,
): Promise<{ readonly jusqua: Date; readonly gene?: Gene | undefined }> => {
  const maintenant = r.clock.now()
  let gene: Gene | undefined
  let apres = new Date(depuis.getTime() - RECOUVREMENT)
  let jusqua = depuis
  for (let page = 0; page < PAGES; page += 1) {
    const lus = await r.plateforme.chercher({ apres })
    if (!lus.ok) return { jusqua, gene: lus.error }
    const dates = lus.value.map((f) => (f.majLe > maintenant ? { ...f, majLe: maintenant } : f))
    for (const f of dates) {
      const { arret, incident } = await lireUn(r, f)
      if (arret) return { jusqua, gene: arret }
      gene ??= incident
      if (f.majLe > jusqua) jusqua = f.majLe
    }
    const dernier = dates.at(-1)?.majLe
    if (lus.value.length < 100 || !dernier) break
    // Cent flux au même instant : on passe outre, le recouvrement les relit.
    apres = dernier > apres ? dernier : new Date(apres.getTime() + 1)
  }
  return { jusqua, gene }
}

export const creerReleverPlateforme =
  (creer: CreerPlateforme = creerPlateformeAgreee()): JobHandler =>
  async ({ organisme, relire }, { db, keys, clock, storage, log }) => {
    const acces = { genre: 'tache', organisme } as const
    const lu = await db.withTenant(acces, async (tx) => {
      const reglee = await lirePlateforme(tx)
      const plateforme = reglee && (await ouvrirPlateforme(tx, { keys, organisme, creer }))
      if (!reglee) return undefined
      if (!plateforme) {
        await noterReleve(tx, {
          le: clock.now(),
          jusqua: null,
          echec: 'Le secret gardé ne s’ouvre plus : redonnez-le.',
        })
        return undefined
      }
      await direLesEncaissements(tx, clock.now())
      return { plateforme, depuis: reglee.lueJusqua }
    })
    if (!lu) return
    const r = { db, clock, storage, log, acces, plateforme: lu.plateforme }
    // Ce qui ne peut se dire n’empêche pas de lire : un statut, une facture attendent peut-être.
    const dits = await direLesStatuts(r)
    const relus = await relireLesEcartes(
      r,
      relire === true ? new Date(0) : new Date(clock.now().getTime() - A_RELIRE),
    )
    const lus = await lireLesFlux(r, lu.depuis)
    const gene = dits ?? relus ?? lus.gene
    await db.withTenant(acces, (tx) =>
      noterReleve(tx, { le: clock.now(), jusqua: lus.jusqua, echec: gene?.phrase ?? null }),
    )
  }
