/** Ce que Chorus Pro a fait des factures qu’il a prises : intégrées, ou rejetées et pourquoi. */
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { noterReleveDeChorus } from '../db/chorus.ecritures.ts'
import { depotsASuivreChezChorus, lireChorus } from '../db/chorus.ts'
import { noterEchecDeDepot, noterPrise } from '../db/cycle.ecritures.ts'
import { lireDepot } from '../db/cycle.ts'
import { lireFacture } from '../db/factures.queries.ts'
import { noterDeposee } from '../gestes/deposer.ts'
import { type CreerChorus, creerChorusPro } from '../lecture/chorus.ts'
import { ouvrirChorus } from '../lecture/ouvrir-chorus.ts'

export const creerReleverChorus =
  (creer: CreerChorus = creerChorusPro()): JobHandler =>
  async ({ organisme }, { db, keys, clock }) => {
    const acces = { genre: 'tache', organisme } as const
    const lu = await db.withTenant(acces, async (tx) =>
      (await lireChorus(tx))
        ? {
            chorus: await ouvrirChorus(tx, { keys, organisme, creer }),
            depots: await depotsASuivreChezChorus(tx),
          }
        : undefined,
    )
    if (!lu) return
    let echec = lu.chorus ? null : 'Les secrets gardés ne s’ouvrent plus : redonnez-les.'
    for (const { id, flux } of lu.chorus ? lu.depots : []) {
      const r = await lu.chorus?.compteRendu(flux)
      if (!r) continue
      if (!r.ok) {
        echec = r.error.phrase
        // Il ne répond pas : le reste attend. Une demande refusée n’est que de ce dépôt.
        if (r.error.code !== 'refuse') break
        continue
      }
      const rendu = r.value
      if (rendu.etat === 'attend') continue
      await db.withTenant(acces, async (tx) => {
        const depot = await lireDepot(tx, id)
        if (!depot || depot.priseLe !== null || depot.closLe !== null) return
        if ('motif' in rendu) {
          const rejete = rendu.etat === 'rejete'
          await noterEchecDeDepot(tx, id, {
            phrase: rejete
              ? `Chorus Pro l’a rejetée : ${rendu.motif}`
              : `Chorus Pro signale un incident : regardez-y. ${rendu.motif}`,
            clos: rejete ? clock.now() : null,
            flux,
          })
          return
        }
        await noterPrise(tx, id, clock.now())
        const f = await lireFacture(tx, depot.facture)
        if (f) await noterDeposee(tx, f, depot.deposeLe ?? clock.now(), clock.now())
      })
    }
    await db.withTenant(acces, (tx) => noterReleveDeChorus(tx, { le: clock.now(), echec }))
  }
