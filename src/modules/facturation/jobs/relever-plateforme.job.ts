/** Relève la plateforme : dit ce qui est à dire, lit ce qui a changé. Rejouée, en désordre, coupée au milieu : rien ne se perd ni ne se double. */
import { asId } from '#kernel/id.ts'
import { listerOrganismes } from '#platform/db/index.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import type { Services } from '#platform/services.ts'
import { noterEchecDeDepot, noterPrise, noterStatutEnvoye, prendreStatut } from '../db/cycle.ecritures.ts'
import { type DepotId, lireDepot, type StatutAEnvoyer, type StatutId, statutsAEnvoyer } from '../db/cycle.ts'
import { garderFlux, noterReleve } from '../db/plateforme.ecritures.ts'
import { fluxDejaLu, lirePlateforme } from '../db/plateforme.ts'
import type { Flux, PlateformeAgreee, RefusPlateforme } from '../domain/cycle/plateforme.ts'
import { demanderReleve } from '../gestes/deposer.ts'
import { direLesEncaissements } from '../gestes/encaisser.ts'
import { garderStatutsRecus, messageDe } from '../gestes/messages.ts'
import { recevoirFacture } from '../gestes/recevoir.ts'
import { lireCdar } from '../lecture/lire-cdar.ts'
import { lireFactureDuDehors } from '../lecture/lire-facture-electronique.ts'
import { ouvrirPlateforme } from '../lecture/plateforme.ts'
import { type CreerPlateforme, creerPlateformeAgreee } from '../lecture/xp-z12-013.ts'

export const tourneePlateforme = 'facturation.tournee-plateforme'

export const tourneeDesPlateformes: SystemJobHandler = async (_payload, { db }) => {
  for (const organisme of await db.withoutTenant(listerOrganismes))
    await db.withTenant({ genre: 'tache', organisme }, async (tx) => {
      if (await lirePlateforme(tx)) await demanderReleve(tx, organisme)
    })
}

/** Ce que l’on relit de ce qui l’était déjà : une plateforme peut dater un changement un peu avant de le montrer. */
const RECOUVREMENT = 10 * 60_000
const PAGES = 50

type Relevant = Pick<Services, 'db' | 'clock' | 'storage'> & {
  readonly acces: { readonly genre: 'tache'; readonly organisme: Parameters<typeof demanderReleve>[1] }
  readonly plateforme: PlateformeAgreee
}

const direLesStatuts = async ({
  db,
  clock,
  acces,
  plateforme,
}: Relevant): Promise<RefusPlateforme | undefined> => {
  const dus = (await db.withTenant(acces, statutsAEnvoyer)) ?? []
  for (const s of dus) {
    const message = await db.withTenant(acces, async (tx) =>
      (await prendreStatut(tx, s.id, clock.now())) ? messageDe(tx, s) : undefined,
    )
    if (!message) continue
    const r = await envoyer(plateforme, s, message)
    await db.withTenant(acces, (tx) =>
      noterStatutEnvoye(
        tx,
        s.id,
        'flux' in r
          ? { flux: r.flux, le: clock.now() }
          : { echec: r.refus.code === 'refuse' ? r.refus.phrase : null },
      ),
    )
    if ('refus' in r && r.refus.code !== 'refuse') return r.refus
  }
  return undefined
}

const envoyer = async (
  plateforme: PlateformeAgreee,
  s: StatutAEnvoyer,
  message: { readonly nom: string; readonly xml: string },
): Promise<{ readonly flux: string } | { readonly refus: RefusPlateforme }> => {
  // Dit une fois : un message dont la réponse s’est perdue se retrouve par son suivi.
  const vus = await plateforme.chercher({ suivi: s.id })
  if (!vus.ok) return { refus: vus.error }
  const sien = vus.value.find((f) => f.suivi === s.id && f.sens === 'sortant')
  if (sien) return { flux: sien.id }
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
        })
      return
    }
    if (f.accuse === 'pris') await noterPrise(tx, depot.id, f.majLe)
    else
      await noterEchecDeDepot(tx, depot.id, {
        phrase: f.motif ?? 'La plateforme refuse ce fichier, sans dire pourquoi.',
        clos: clock.now(),
      })
  })
}

const lireEntrant = async (
  { db, clock, storage, acces, plateforme }: Relevant,
  f: Flux,
): Promise<RefusPlateforme | undefined> => {
  if (await db.withTenant(acces, (tx) => fluxDejaLu(tx, f.id))) return undefined
  const le = clock.now()
  const garder = (suite: string, ecarte: boolean) =>
    db.withTenant(acces, (tx) =>
      garderFlux(tx, { flux: f.id, le, genre: f.genre, suite: suite.slice(0, 500), ecarte }),
    )
  if (f.genre === 'autre') {
    await garder('Rien à en faire ici.', false)
    return undefined
  }
  const pris = await plateforme.prendre(f.id)
  if (!pris.ok) {
    if (pris.error.code !== 'refuse') return pris.error
    await garder(pris.error.phrase, true)
    return undefined
  }
  if (f.genre === 'statut') {
    const lu = lireCdar(pris.value)
    if (!lu.ok) {
      await garder(lu.error.phrase, true)
      return undefined
    }
    await db.withTenant(acces, async (tx) => {
      const { connues, suite } = await garderStatutsRecus(tx, f.id, lu.value, le)
      await garderFlux(tx, {
        flux: f.id,
        le,
        genre: 'statut',
        suite: suite.slice(0, 500),
        ecarte: connues === 0,
      })
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
      ecarte: !r.ok,
    })
  })
  return undefined
}

/** Tout ce qui a changé depuis la dernière fois, du plus ancien au plus récent. Rend jusqu’où l’on a lu, et ce qui a arrêté. */
const lireLesFlux = async (
  r: Relevant,
  depuis: Date,
): Promise<{ readonly jusqua: Date; readonly gene?: RefusPlateforme }> => {
  let apres = new Date(depuis.getTime() - RECOUVREMENT)
  let jusqua = depuis
  for (let page = 0; page < PAGES; page += 1) {
    const lus = await r.plateforme.chercher({ apres })
    if (!lus.ok) return { jusqua, gene: lus.error }
    for (const f of lus.value) {
      const gene = f.sens === 'sortant' ? await suivreSortant(r, f) : await lireEntrant(r, f)
      if (gene) return { jusqua, gene }
      if (f.majLe > jusqua) jusqua = f.majLe
    }
    const dernier = lus.value.at(-1)?.majLe
    if (lus.value.length < 100 || !dernier) break
    // Cent flux au même instant : on passe outre, le recouvrement les relit.
    apres = dernier > apres ? dernier : new Date(apres.getTime() + 1)
  }
  return { jusqua }
}

export const creerReleverPlateforme =
  (creer: CreerPlateforme = creerPlateformeAgreee()): JobHandler =>
  async ({ organisme }, { db, keys, clock, storage }) => {
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
    const r = { db, clock, storage, acces, plateforme: lu.plateforme }
    const gene = await direLesStatuts(r)
    const lus = gene ? { jusqua: lu.depuis, gene } : await lireLesFlux(r, lu.depuis)
    await db.withTenant(acces, (tx) =>
      noterReleve(tx, { le: clock.now(), jusqua: lus.jusqua, echec: lus.gene?.phrase ?? null }),
    )
  }
