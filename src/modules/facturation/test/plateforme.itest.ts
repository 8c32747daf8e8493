// Long parce que chaque panne de la plateforme se joue sur le même monde.
/** Une facture part à la plateforme agréée et s’y suit : lente, coupée, répondant deux fois, en désordre ou refusant, aucune n’y entre deux fois, aucune ne se perd. */
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { refuser } from '#kernel/refus.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { pdfDEssai } from '../../../../test/pdf-d-essai.ts'
import { courriersLus, lireBoite } from '../db/boite.ts'
import { prendreDepot } from '../db/cycle.ecritures.ts'
import { type DepotId, depotsDe, facturesQuiPartent, statutsDe, statutsRefuses } from '../db/cycle.ts'
import { lireFacture } from '../db/factures.queries.ts'
import { fluxEcartes, lirePlateforme } from '../db/plateforme.ts'
import { lireRecue, listerRecues, type RecueId } from '../db/recues.ts'
import { ecrireCdar } from '../domain/cycle/cdar.ts'
import { etatDElectronique } from '../domain/cycle/etat.ts'
import { etatDeRecue } from '../domain/cycle/recevoir.ts'
import { type CodeStatut, ouEnEst } from '../domain/cycle/statuts.ts'
import { ecrireCii } from '../domain/electronique/ecrire-cii.ts'
import type { ChargeId, FactureId, ProjetId } from '../domain/facture.ts'
import { preparerAvoir } from '../gestes/avoir.ts'
import { arreterLeDepot, deposerFacture, direStatut, trancherDepot } from '../gestes/deposer.ts'
import { emettreProjet } from '../gestes/emettre.ts'
import { recevoirFacture, repondre } from '../gestes/recevoir.ts'
import { recevoirReglement } from '../gestes/regler.ts'
import { reglerBoite, retirerBoite } from '../gestes/regler-boite.ts'
import { reglerChorus, retirerChorus } from '../gestes/regler-chorus.ts'
import {
  nePlusEtreAppele,
  recevoirAppel,
  reglerPlateforme,
  retirerPlateforme,
  seFaireAppeler,
} from '../gestes/regler-plateforme.ts'
import { creerDeposerFacture } from '../jobs/deposer-facture.job.ts'
import { creerReleverBoite } from '../jobs/relever-boite.job.ts'
import { creerReleverChorus } from '../jobs/relever-chorus.job.ts'
import { creerReleverPlateforme, tourneeDesPlateformes } from '../jobs/relever-plateforme.job.ts'
import { attenduesDe } from '../lecture/attendues.ts'
import { declarationDe } from '../lecture/ereporting.ts'
import { lireFactureDuDehors } from '../lecture/lire-facture-a-part.ts'
import { sansPrises } from '../prises.ts'
import { boiteSimulee } from './boite-simulee.ts'
import { chorusSimule } from './chorus-simule.ts'
import { confierLaSeance, projetsLibres, unAcompte, unDossier } from './dossier-d-essai.ts'
import { exemple } from './exemple-electronique.ts'
import { openApiPresent, plateformeSimulee } from './plateforme-simulee.ts'

const base = await baseNeuve()
const le = new Date('2026-11-25T09:00:00Z')
const aujourdhui = '2026-11-25' as DateCivile
const fermer: (() => void)[] = []
afterAll(() => {
  for (const f of fermer) f()
})

/** Une coopérative, sa plateforme réglée, `n` factures taxées émises. */
const unMonde = async (n = 1) => {
  const p = await plateformeSimulee()
  fermer.push(p.fermer)
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
  const services = { ...m.services.a('2026-11-25T09:00:00Z'), pdf: m.services.pdf, db: base.worker }
  const dans = <T>(work: Parameters<typeof base.enTantQue<T>>[2]) =>
    base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)
  const reglee = await dans((tx) =>
    reglerPlateforme(tx, { keys: services.keys, organisme: m.fil.organisme, le }, p.reglages),
  )
  expect(reglee).toEqual({ ok: true, value: true })
  const emettre = (projet: string, plus: Partial<typeof services> = {}) =>
    dans((tx) =>
      emettreProjet(
        { ...services, ...plus },
        tx,
        { projet: projet as ProjetId, version: 1, vise: false },
        sansPrises,
      ),
    )
  const factures: FactureId[] = []
  for (const projet of await projetsLibres(base, m, n)) {
    const e = await emettre(projet)
    if (!e.ok) throw new Error(e.error.map((x) => x.phrase).join(' '))
    factures.push(e.value.id)
  }
  const deposer = async (
    facture: FactureId,
    voie: 'plateforme' | 'chorus' | 'main' = 'plateforme',
    reste = {},
  ) => {
    const id = newId<'DepotFacture'>() as DepotId
    const r = await dans(async (tx) => {
      const f = await lireFacture(tx, facture)
      if (!f) throw new Error('facture')
      return deposerFacture(
        tx,
        f,
        { id, organisme: m.fil.organisme, voie, reference: null, deposeLe: null, ...reste },
        le,
      )
    })
    return { id, r }
  }
  const mener = async (depot: DepotId) => {
    const essai = creerDeposerFacture(p.creer)({ organisme: m.fil.organisme, depot }, services)
    return essai.then(
      () => 'fini',
      (e: Error) => e.message,
    )
  }
  /** Comme la file : elle refait tant qu’un essai lève. */
  const menerJusquAuBout = async (depot: DepotId) => {
    const dits: string[] = []
    for (let i = 0; i < 6; i += 1) {
      const dit = await mener(depot)
      dits.push(dit)
      if (dit === 'fini') break
    }
    return dits
  }
  const relever = (plus: Partial<typeof services> = {}, reste = {}) =>
    creerReleverPlateforme(p.creer)({ organisme: m.fil.organisme, ...reste }, { ...services, ...plus })
  /** L’horloge, tant d’heures plus tard. */
  const plusTard = (heures: number) => ({ clock: { now: () => new Date(le.getTime() + heures * 3_600_000) } })
  const depotDe = async (facture: FactureId) => (await dans((tx) => depotsDe(tx, facture))).at(-1)
  const numeroDe = async (facture: FactureId) => (await dans((tx) => lireFacture(tx, facture)))?.numero ?? ''
  const statut = async (facture: FactureId, code: CodeStatut, minute: number, motif?: string) =>
    Buffer.from(
      ecrireCdar({
        id: `${facture}-${code}`.slice(0, 36),
        code,
        le: new Date(Date.UTC(2026, 10, 25, 10, minute)),
        facture: { numero: await numeroDe(facture), type: '380', du: '2026-11-25', recueLe: le },
        vendeur: { siren: '999120470', nom: 'Langue & Lien' },
        acheteur: { siren: '999381650', nom: 'Clinique' },
        de: 'acheteur',
        ...(motif ? { motif: { code: 'AUTRE', libelle: motif } } : {}),
      }),
    )
  return {
    p,
    m,
    dans,
    factures,
    emettre,
    deposer,
    mener,
    menerJusquAuBout,
    relever,
    plusTard,
    depotDe,
    numeroDe,
    statut,
    services,
  }
}

/** Un essai demande un jeton pour l’annuaire, puis pour le dépôt. */
const refuserLesCles = (p: Awaited<ReturnType<typeof plateformeSimulee>>) => {
  for (const _ of ['annuaire', 'depot']) p.panne('jeton', 401)
}

describe('une facture déposée', () => {
  it('déjà essayée, n’est redonnée ni fermée parce que la recherche est refusée, ni parce que sa plateforme change', async () => {
    const w = await unMonde(3)
    const [cherchee, doublee, cles] = w.factures as [FactureId, FactureId, FactureId]
    const regler = (flux: string) =>
      w.dans((tx) =>
        reglerPlateforme(
          tx,
          { keys: w.services.keys, organisme: w.m.fil.organisme, le },
          { ...w.p.reglages, flux },
        ),
      )
    // Rien n’a pu entrer : une adresse fautive se répare, et le dépôt peut encore s’arrêter.
    refuserLesCles(w.p)
    const trois = await w.deposer(cles)
    expect(await w.mener(trois.id)).toBe('cles')
    expect((await w.depotDe(cles))?.essais).toBe(0)
    expect((await regler(`${w.p.reglages.flux}/`)).ok).toBe(true)
    expect((await regler(w.p.reglages.flux)).ok).toBe(true)

    w.p.panne('depot', 'apres')
    const un = await w.deposer(cherchee)
    await w.mener(un.id)
    expect(await regler('https://autre.exemple')).toMatchObject({ error: { code: 'en-doute' } })
    expect(await w.dans((tx) => retirerPlateforme(tx, le))).toMatchObject({ error: { code: 'en-doute' } })
    w.p.panne('recherche', 422)
    expect(await w.mener(un.id)).toBe('injoignable')
    expect(await w.depotDe(cherchee)).toMatchObject({ closLe: null, flux: null })
    // Ses clés perdues, il reste ouvert : personne n’en dépose un autre.
    const muets = { ...w.services, keys: { ...w.services.keys, decrypt: () => undefined } }
    await creerDeposerFacture(w.p.creer)({ organisme: w.m.fil.organisme, depot: un.id }, muets)
    expect((await w.depotDe(cherchee))?.closLe).toBeNull()
    // La file a fini ses essais : la tournée le redemande.
    const file = await base.client('admin')
    const enFile = async () =>
      (
        await file.query(
          `select j.id from graphile_worker._private_jobs j where j.payload ->> 'depot' = $1 and j.payload ->> 'organisme' = $2`,
          [un.id, w.m.fil.organisme],
        )
      ).rowCount
    await file.query(`delete from graphile_worker._private_jobs where payload ->> 'depot' = $1`, [un.id])
    await tourneeDesPlateformes({}, { ...w.services, ...w.plusTard(0) })
    expect(await enFile()).toBe(0)
    await tourneeDesPlateformes({}, { ...w.services, ...w.plusTard(1) })
    expect(await enFile()).toBe(1)
    expect(await w.menerJusquAuBout(un.id)).toEqual(['fini'])
    expect(w.p.depots.filter((d) => d === un.id)).toHaveLength(1)

    // Un second flux du même suivi refusé, puis une erreur après l’acceptation : elle y est, rien ne se ferme.
    const deux = await w.deposer(doublee)
    await w.menerJusquAuBout(deux.id)
    const sien = w.p.flux.find((f) => f.suivi === deux.id)
    if (!sien) throw new Error('flux')
    w.p.flux.unshift({ ...sien, id: newId(), accuse: 'Error', motif: 'AlreadyExistingFlow' })
    await w.relever()
    expect(await w.depotDe(doublee)).toMatchObject({ closLe: null, echec: null, flux: sien.id })
    w.p.accuser(un.id, 'Ok')
    await w.relever()
    w.p.accuser(un.id, 'Error', 'TropTard')
    await w.relever()
    expect(await w.depotDe(cherchee)).toMatchObject({ closLe: null, priseLe: expect.any(Date) })
    expect(await regler('https://autre.exemple')).toMatchObject({ ok: true })
  })

  it('y entre une fois, quoi qu’il arrive à la réponse ; une panne se refait, et se dit', async () => {
    const w = await unMonde(5)
    const [perdue, muette, coupee, charabia, plusieurs] = w.factures as [
      FactureId,
      FactureId,
      FactureId,
      FactureId,
      FactureId,
    ]
    const jouer = async (facture: FactureId, pannes: () => void) => {
      pannes()
      const { id } = await w.deposer(facture)
      return { id, dits: await w.menerJusquAuBout(id) }
    }
    // Gardée, et la réponse se perd : l’essai suivant la retrouve par son suivi, sans la redonner.
    const a = await jouer(perdue, () => w.p.panne('depot', 'apres'))
    const b = await jouer(muette, () => w.p.panne('depot', 'muette'))
    // Rien n’est entré : elle se redonne ; entre-temps, chercher peut tomber aussi.
    const c = await jouer(coupee, () => {
      w.p.panne('depot', 'avant')
      w.p.panne('recherche', 503)
      w.p.panne('depot', 429)
    })
    const d = await jouer(charabia, () => {
      w.p.panne('jeton', 'charabia')
      w.p.panne('depot', 'charabia')
    })
    expect([a, b, c, d].map((x) => x.dits.at(-1))).toEqual(['fini', 'fini', 'fini', 'fini'])
    // Cinq ouvriers à la fois, et la tâche rejouée après coup : une seule entrée.
    const { id } = await w.deposer(plusieurs)
    await Promise.all(Array.from({ length: 5 }, () => w.mener(id)))
    await w.menerJusquAuBout(id)
    await w.mener(id)
    expect(w.p.depots.toSorted()).toEqual([a.id, b.id, c.id, d.id, id].toSorted())
    for (const f of w.factures)
      expect(await w.depotDe(f)).toMatchObject({
        flux: expect.any(String),
        echec: null,
        empreinte: expect.stringMatching(/^[0-9a-f]{64}$/),
      })
    // Demandée encore, elle est déjà partie.
    expect((await w.deposer(perdue)).r).toMatchObject({ ok: false, error: { code: 'deja' } })
    expect(w.p.ecarts).toEqual([])
  })

  it('de mauvaises clés attendent leur réparation ; un fichier refusé se dit, et peut repartir ; avant de partir, elle s’arrête', async () => {
    const w = await unMonde(3)
    const [cles, refusee, arretee] = w.factures as [FactureId, FactureId, FactureId]
    refuserLesCles(w.p)
    const un = await w.deposer(cles)
    expect(await w.mener(un.id)).toBe('cles')
    expect((await w.depotDe(cles))?.echec).toMatch(/refuse ces clés/)
    expect(await w.mener(un.id)).toBe('fini')

    w.p.panne('depot', 422)
    const deux = await w.deposer(refusee)
    expect(await w.mener(deux.id)).toBe('fini')
    expect(await w.depotDe(refusee)).toMatchObject({
      flux: null,
      closLe: expect.any(Date),
      echec: expect.stringContaining('422'),
    })
    // Refusée à ses contrôles, après coup : le motif de la plateforme, et un nouveau dépôt possible.
    const trois = await w.deposer(refusee)
    expect([trois.r.ok, await w.mener(trois.id)]).toEqual([true, 'fini'])
    w.p.accuser(trois.id, 'Error', 'VirusFound')
    await w.relever()
    expect(await w.depotDe(refusee)).toMatchObject({
      closLe: expect.any(Date),
      echec: expect.stringContaining('VirusFound'),
    })
    expect((await w.deposer(refusee)).r.ok).toBe(true)

    const quatre = await w.deposer(arretee)
    const arreter = () =>
      w.dans(async (tx) => {
        const f = await lireFacture(tx, arretee)
        return f && arreterLeDepot(tx, f, le)
      })
    expect([(await arreter())?.ok, (await arreter())?.ok]).toEqual([true, false])
    await w.mener(quatre.id)
    expect(w.p.depots).not.toContain(quatre.id)
  })

  it('garde son numéro quand son dépôt échoue, et la série se suit : acompte refusé, avoir, factures émises pendant ce temps', async () => {
    const w = await unMonde(3)
    const [refusee, perdue, rejetee] = w.factures as [FactureId, FactureId, FactureId]
    w.p.panne('depot', 422)
    await w.mener((await w.deposer(refusee)).id)
    const trois = await w.deposer(rejetee)
    await w.mener(trois.id)
    w.p.accuser(trois.id, 'Error', 'REJ_SEMAN')
    await w.relever()
    w.p.panne('depot', 'apres')
    await w.mener((await w.deposer(perdue)).id)
    const etats = await Promise.all(w.factures.map(async (f) => (await w.depotDe(f))?.closLe !== null))
    expect(etats, 'deux dépôts fermés, un dont rien n’est su').toEqual([true, false, true])
    // La rejetée s’annule, deux autres s’émettent, un acompte ne se compose pas : pendant qu’un dépôt tombe encore.
    const [une = '', deux = ''] = await projetsLibres(base, w.m, 2)
    const acompte = await unAcompte(base, w.m)
    const avoir = newId<'ProjetFacture'>()
    await w.dans((tx) =>
      preparerAvoir(tx, { id: avoir, facture: rejetee, motif: 'Rejetée', rendre: new Map() }, le),
    )
    const { pdf } = w.services
    const sansMention = { ...pdf, render: async () => refuser('mention-absente', 'Il manque une mention.') }
    const encore = await w.deposer(refusee)
    w.p.panne('depot', 'avant')
    const issues = await Promise.all([
      w.emettre(une),
      w.emettre(acompte, { pdf: sansMention as typeof pdf }),
      w.mener(encore.id),
      w.emettre(avoir),
      w.emettre(deux),
    ])
    expect(issues.map((x) => (typeof x === 'string' ? x : x.ok))).toEqual([
      true,
      false,
      'injoignable',
      true,
      true,
    ])
    expect((await w.emettre(acompte)).ok).toBe(true)
    const { rows } = await base.maintenance((tx) =>
      sql<{ numero: string }>`select f.numero from facturation.facture f
          join documents.piece p on p.organisme_id = f.organisme_id and p.id = f.piece_id and p.numero = f.numero
        where f.organisme_id = ${w.m.fil.organisme} order by 1`.execute(tx),
    )
    expect(rows.map((r) => r.numero)).toEqual([
      'AVR-2026-0001',
      ...[1, 2, 3, 4, 5, 6].map((n) => `FA-2026-000${n}`),
    ])
  })

  it('à qui n’est pas à l’annuaire, ne part pas et le dit ; un annuaire qui ne répond pas n’empêche rien', async () => {
    const w = await unMonde(2)
    const [absente, cherchee] = w.factures as [FactureId, FactureId]
    await base.maintenance((tx) =>
      sql`update tiers.entreprise set siren = '999555120' where organisme_id = ${w.m.fil.organisme} and id = ${w.m.client}`.execute(
        tx,
      ),
    )
    expect(await w.mener((await w.deposer(absente)).id)).toBe('fini')
    expect(w.p.depots).toEqual([])
    expect(await w.depotDe(absente)).toMatchObject({
      essais: 0,
      closLe: expect.any(Date),
      echec: expect.stringMatching(/annuaire[\s\S]*999555120/),
    })
    await w.dans((tx) =>
      reglerPlateforme(
        tx,
        { keys: w.services.keys, organisme: w.m.fil.organisme, le },
        { ...w.p.reglages, annuaire: `${w.p.reglages.annuaire}/nulle-part` },
      ),
    )
    const { id } = await w.deposer(cherchee)
    expect([await w.mener(id), w.p.depots]).toEqual(['fini', [id]])
    expect(w.p.ecarts).toEqual([])
  })

  it('apprend ses statuts, en désordre, en double, la relève coupée au milieu : chacun une fois, et où elle en est', async () => {
    const w = await unMonde(2)
    const [bonne, refusee] = w.factures as [FactureId, FactureId]
    const ids = [await w.deposer(bonne), await w.deposer(refusee)]
    for (const { id } of ids) {
      await w.menerJusquAuBout(id)
      w.p.accuser(id, 'Ok')
    }
    w.p.regler({ desordre: true, doubles: true })
    for (const [code, minute] of [
      [205, 40],
      [202, 5],
      [200, 1],
      [203, 6],
    ] as const)
      w.p.apporter('CustomerInvoiceLC', await w.statut(bonne, code, minute))
    w.p.apporter(
      'CustomerInvoiceLC',
      await w.statut(refusee, 210, 50, 'Notre numéro de commande n’y est pas.'),
    )
    w.p.apporter('CustomerInvoiceLC', await w.statut(refusee, 202, 55))
    const inconnu = w.p.apporter(
      'CustomerInvoiceLC',
      Buffer.from(
        (await w.statut(bonne, 205, 1))
          .toString()
          .replaceAll(await w.dans(async (tx) => (await lireFacture(tx, bonne))?.numero ?? ''), 'XX-1'),
      ),
    )
    const illisible = w.p.apporter('CustomerInvoiceLC', Buffer.from('<a/>'))
    w.p.panne('fichier', 'avant')
    await w.relever()
    expect((await w.dans(lirePlateforme))?.echec).toMatch(/ne répond pas/)
    w.p.panne('recherche', 'charabia')
    await w.relever()
    await Promise.all([w.relever(), w.relever()])
    await w.relever()
    const dits = async (facture: FactureId) => w.dans((tx) => statutsDe(tx, { facture }))
    expect((await dits(bonne)).map((s) => s.code)).toEqual([200, 202, 203, 205])
    expect((await dits(refusee)).map((s) => [s.code, s.motif])).toEqual([
      [210, 'Notre numéro de commande n’y est pas.'],
      [202, null],
    ])
    expect([ouEnEst(await dits(bonne))?.code, ouEnEst(await dits(refusee))?.code]).toEqual([205, 210])
    expect((await w.depotDe(bonne))?.priseLe).toEqual(expect.any(Date))
    expect(await w.dans(lirePlateforme)).toMatchObject({ echec: null, releveeLe: expect.any(Date) })
    expect((await w.dans(fluxEcartes)).map((f) => f.flux).toSorted()).toEqual([inconnu, illisible].toSorted())
    expect(
      (await w.dans((tx) => facturesQuiPartent(tx, { taille: 10, seules: true })))
        .map((f) => f.statuts.length)
        .toSorted(),
    ).toEqual([2, 4])
    expect(w.p.ecarts).toEqual([])
  })

  it('taxée et payée, se dit encaissée une fois, même si la réponse se perd', async () => {
    const w = await unMonde(1)
    const [facture] = w.factures as [FactureId]
    await w.menerJusquAuBout((await w.deposer(facture)).id)
    await w.dans((tx) =>
      recevoirReglement(
        tx,
        {
          id: newId<'Reglement'>(),
          facture,
          jour: aujourdhui,
          montant: centimes(12_000),
          moyen: 'virement',
          reference: null,
          mouvement: null,
          surplusVoulu: true,
        },
        le,
        aujourdhui,
      ),
    )
    w.p.panne('depot', 'apres')
    await w.relever()
    await Promise.all([w.relever(), w.relever(), w.relever()])
    await w.relever()
    const lus = w.p.flux.filter((f) => f.type === 'CustomerInvoiceLC').map((f) => f.octets.toString())
    expect(lus).toHaveLength(1)
    expect(lus[0]).toMatch(/>212<[\s\S]*>120\.00<[\s\S]*>20\.00</)
    expect(await w.dans((tx) => statutsDe(tx, { facture }))).toMatchObject([
      { code: 212, dit: true, envoyeLe: expect.any(Date) },
    ])
    expect(w.p.ecarts).toEqual([])
    // Refusé à ses contrôles, il n’est pas dit : cela se montre, et se redit le lendemain, une fois.
    const [dit] = await w.dans((tx) => statutsDe(tx, { facture }))
    w.p.accuser(dit?.id ?? '', 'Error', 'REJ_SEMAN')
    await w.relever()
    await w.relever()
    expect(await w.dans((tx) => statutsDe(tx, { facture }))).toMatchObject([
      { code: 212, echec: expect.stringContaining('REJ_SEMAN') },
    ])
    expect((await w.dans((tx) => facturesQuiPartent(tx, { taille: 1, facture })))[0]?.statuts).toEqual([])
    expect(await w.dans((tx) => statutsRefuses(tx, new Date(0)))).toMatchObject([{ facture, code: 212 }])
    // Sa fiche n’a plus de SIREN : cela se dit aussi, et n’empêche pas de lire.
    const siren = (valeur: string | null) =>
      base.maintenance((tx) =>
        sql`update tiers.entreprise set siren = ${valeur} where organisme_id = ${w.m.fil.organisme} and id = ${w.m.client}`.execute(
          tx,
        ),
      )
    await siren(null)
    w.p.apporter('SupplierInvoice', recueDe())
    await w.relever(w.plusTard(25))
    expect((await w.dans((tx) => statutsDe(tx, { facture }))).map((s) => s.echec)).toEqual([
      expect.stringContaining('REJ_SEMAN'),
      expect.stringContaining('SIREN'),
    ])
    expect(await w.dans((tx) => listerRecues(tx))).toHaveLength(1)
    await siren('999381650')
    w.p.panne('recherche', 422)
    w.p.apporter('SupplierInvoice', recueDe({ numero: 'NC-2' }))
    await w.relever(w.plusTard(50))
    expect(await w.dans((tx) => listerRecues(tx))).toHaveLength(2)
    expect((await w.dans(lirePlateforme))?.echec).toMatch(/422/)
    await w.relever(w.plusTard(51))
    await w.relever(w.plusTard(80))
    expect((await w.dans((tx) => statutsDe(tx, { facture }))).map((s) => s.echec)).toEqual([
      expect.any(String),
      expect.any(String),
      null,
    ])
    expect(await w.dans((tx) => statutsRefuses(tx, new Date(0)))).toEqual([])
  })

  it('à un acheteur public, se dépose à Chorus Pro avec le numéro qu’il rend, et ses statuts se notent ; la plateforme ne la prend pas', async () => {
    const w = await unMonde(1)
    const [facture] = w.factures as [FactureId]
    await base.maintenance((tx) =>
      sql`update tiers.entreprise set siren = '213502388' where organisme_id = ${w.m.fil.organisme} and id = ${w.m.client}`.execute(
        tx,
      ),
    )
    expect((await w.deposer(facture)).r).toMatchObject({ error: { code: 'voie' } })
    expect((await w.deposer(facture, 'chorus', { deposeLe: le })).r).toMatchObject({
      error: { code: 'reference' },
    })
    const chorus = await w.deposer(facture, 'chorus', { deposeLe: le, reference: 'CPP-2026-77' })
    expect(chorus.r.ok).toBe(true)
    const dire = (code: CodeStatut, motif: string | null) =>
      w.dans(async (tx) => {
        const f = await lireFacture(tx, facture)
        return f && direStatut(tx, f, { code, le, motif }, le)
      })
    expect(await dire(208, null)).toMatchObject({ error: { code: 'motif' } })
    expect(await dire(208, 'Service exécutant à préciser')).toMatchObject({ ok: true })
    expect((await w.dans((tx) => statutsDe(tx, { facture }))).map((s) => s.code)).toEqual([200, 208])
    expect(w.p.demandes).toEqual([])
  })
})

it('à Chorus Pro réglé, la facture d’un acheteur public y part une fois, même si la réponse se perd ; intégrée ou rejetée, il le dit', async () => {
  const w = await unMonde(5)
  const c = await chorusSimule()
  fermer.push(c.fermer)
  const [une, deux, trois, quatre, cinq] = w.factures as [
    FactureId,
    FactureId,
    FactureId,
    FactureId,
    FactureId,
  ]
  expect(
    (await w.deposer(une, 'chorus')).r,
    'sans Chorus Pro réglé, un dépôt sans jour ni numéro ne part pas',
  ).toMatchObject({ error: { code: 'jour' } })
  const regler = (plus = {}) =>
    w.dans((tx) =>
      reglerChorus(tx, { keys: w.services.keys, organisme: w.m.fil.organisme, le }, { ...c.acces, ...plus }),
    )
  expect(await regler()).toMatchObject({ ok: true })
  expect(await regler({ secret: '', motDePasse: '' })).toMatchObject({ ok: true })
  expect(await regler({ secret: '', motDePasse: '', compte: 'AUTRE' })).toMatchObject({
    error: { code: 'secret' },
  })
  expect((await w.deposer(une, 'chorus')).r).toMatchObject({ error: { code: 'voie' } })
  await base.maintenance((tx) =>
    sql`update tiers.entreprise set siren = '213502388' where organisme_id = ${w.m.fil.organisme} and id = ${w.m.client}`.execute(
      tx,
    ),
  )
  const mener = (depot: DepotId, plus = {}) =>
    creerDeposerFacture(w.p.creer, c.creer)(
      { organisme: w.m.fil.organisme, depot },
      { ...w.services, ...plus },
    ).then(
      () => 'fini',
      (e: Error) => e.message,
    )
  const partir = async (facture: FactureId) => {
    const { id, r } = await w.deposer(facture, 'chorus')
    expect(r).toMatchObject({ ok: true })
    return id
  }
  const relever = () => creerReleverChorus(c.creer)({ organisme: w.m.fil.organisme }, w.services)
  // Prise, puis intégrée : « déposée » se note, et la suite se note comme d’un dépôt guidé.
  const a = await partir(une)
  expect(await mener(a)).toBe('fini')
  expect(c.depots.map((d) => d.nom)).toEqual([`${await w.numeroDe(une)}.pdf`])
  expect(c.depots[0]?.octets.length).toBeGreaterThan(0)
  await relever()
  expect(await w.depotDe(une)).toMatchObject({ flux: c.depots[0]?.numero, priseLe: null, closLe: null })
  c.dire(c.depots[0]?.numero ?? '', 'IN_INTEGRE')
  await relever()
  expect(await w.depotDe(une)).toMatchObject({ priseLe: le })
  expect((await w.dans((tx) => statutsDe(tx, { facture: une }))).map((s) => s.code)).toEqual([200])
  // De mauvaises clés, un serveur occupé : rien n’y est entré, l’essai se refait.
  const b = await partir(deux)
  expect(await regler({ motDePasse: 'faux' })).toMatchObject({ ok: true })
  expect(await mener(b)).toBe('cles')
  expect(await regler()).toMatchObject({ ok: true })
  c.panne(503)
  expect(await mener(b)).toBe('injoignable')
  expect(await w.depotDe(deux)).toMatchObject({ essais: 0, flux: null })
  expect(await mener(b)).toBe('fini')
  // Rejetée, avec ses raisons : elle peut repartir.
  const flux = c.depots.at(-1)?.numero ?? ''
  c.dire(flux, 'IN_REJETE', ['Le code service est obligatoire'])
  await relever()
  expect(await w.depotDe(deux)).toMatchObject({
    closLe: le,
    echec: expect.stringMatching(/code service est obligatoire/),
  })
  await partir(deux)
  // Refusée d’emblée, avec un code : elle se ferme.
  const d = await partir(trois)
  c.panne('code')
  expect(await mener(d)).toBe('fini')
  expect(await w.depotDe(trois)).toMatchObject({
    closLe: le,
    echec: expect.stringMatching(/Syntaxe de flux inconnue/),
  })
  // La réponse se perd, ou ne se lit pas : elle y est peut-être. Rien ne repart sans que quelqu’un ait regardé.
  for (const [facture, panne] of [
    [quatre, 'apres'],
    [cinq, 'charabia'],
  ] as const) {
    const e = await partir(facture)
    c.panne(panne)
    const avant = c.depots.length
    expect(await mener(e)).toBe('injoignable')
    expect([await mener(e), await mener(e)]).toEqual(['fini', 'fini'])
    expect(c.depots.length).toBe(avant + 1)
    expect(await w.depotDe(facture)).toMatchObject({
      closLe: null,
      echec: expect.stringMatching(/il y est peut-être/),
    })
  }
  const trancher = (facture: FactureId, numero: string | null, quand: Date) =>
    w.dans(async (tx) => {
      const f = await lireFacture(tx, facture)
      return f && trancherDepot(tx, f, { flux: numero, comment: 'vu sur son site' }, quand)
    })
  expect(await trancher(quatre, 'CPP-4', le)).toMatchObject({ error: { code: 'trop-tot' } })
  const demain = new Date(le.getTime() + 25 * 3_600_000)
  expect(await trancher(quatre, c.depots.at(-2)?.numero ?? '', demain)).toMatchObject({ ok: true })
  expect(await trancher(cinq, null, demain)).toMatchObject({ ok: true })
  expect(await w.depotDe(quatre)).toMatchObject({ flux: c.depots.at(-2)?.numero, closLe: null })
  expect(await w.depotDe(cinq)).toMatchObject({ closLe: demain })
  // Ce que dit une personne ne vaut pas contre ce que Chorus Pro répond.
  c.dire(c.depots.at(-2)?.numero ?? '', 'IN_INTEGRE')
  await relever()
  expect(await w.depotDe(quatre)).toMatchObject({ priseLe: le })
  expect(c.demandes.filter((x) => x.includes('oauth')).length).toBeLessThanOrEqual(3)
  const { rows } = await base.maintenance((tx) =>
    sql<{ t: string }>`select row_to_json(p)::text as t from facturation.chorus p`.execute(tx),
  )
  expect(rows.map((r) => r.t).join()).not.toMatch(/secret-piste|mot-technique/)
  expect(await w.dans((tx) => retirerChorus(tx, le))).toMatchObject({ ok: true })
})

const recueDe = (traits: Partial<typeof exemple> = {}) => {
  const ecrite = ecrireCii({
    ...exemple,
    numero: 'NC-2026-118',
    vendeur: {
      ...exemple.acheteur,
      nom: 'Numerik Commun',
      tva: 'FR32999381650',
      adresseElectronique: { schema: '0225', id: '999381650' },
    } as never,
    acheteur: { ...exemple.acheteur, nom: 'Langue & Lien', siren: '999120470' },
    ...traits,
  })
  if (!ecrite.ok) throw new Error(ecrite.error.map((x) => x.phrase).join(' '))
  return Buffer.from(ecrite.value)
}

describe('une facture reçue', () => {
  it('arrive de la plateforme une fois, s’approuve en charge, et la réponse repart ; celle qui ment est à part et ne s’approuve pas', async () => {
    const w = await unMonde(0)
    w.p.regler({ doubles: true })
    w.p.apporter('SupplierInvoice', recueDe())
    w.p.apporter(
      'SupplierInvoice',
      recueDe({ numero: 'NC-9', acheteur: { ...exemple.acheteur, siren: '999999999' } }),
    )
    w.p.apporter(
      'SupplierInvoice',
      Buffer.from(
        recueDe({ numero: 'NC-10' })
          .toString()
          .replace('>1400.00</ram:GrandTotalAmount>', '>1500.00</ram:GrandTotalAmount>'),
      ),
    )
    w.p.apporter('SupplierInvoice', Buffer.from('%PDF-1.4 rien'))
    w.p.panne('fichier', 'avant')
    await w.relever()
    await w.relever()
    await w.relever()
    const recues = await w.dans((tx) => listerRecues(tx))
    const etats = Object.fromEntries(recues.map((r) => [r.numero, etatDeRecue(r.fautes.length, r.codes)]))
    expect(etats).toEqual({ 'NC-2026-118': 'a-repondre', 'NC-9': 'a-part', 'NC-10': 'a-part' })
    expect((await w.dans(fluxEcartes)).map((f) => f.suite)).toEqual([
      expect.stringContaining('ne se lit pas'),
    ])
    const id = (numero: string) => recues.find((r) => r.numero === numero)?.id as RecueId
    const dire = (numero: string, reponse: 'approuver' | 'refuser' | 'litige', motif = '') =>
      w.dans((tx) =>
        repondre(
          tx,
          id(numero),
          {
            reponse,
            motif,
            attendue: '',
            charge: { compte: '604', session: '', prestation: true, raison: '' },
          },
          sansPrises,
          le,
          aujourdhui,
        ),
      )
    expect(await dire('NC-10', 'approuver')).toMatchObject({ error: { code: 'ment' } })
    expect(await dire('NC-9', 'refuser')).toMatchObject({ error: { code: 'motif' } })
    expect(await dire('NC-9', 'refuser', 'Elle n’est pas pour nous.')).toMatchObject({ ok: true })
    expect(await dire('NC-2026-118', 'litige', 'Le taux est faux.')).toMatchObject({ ok: true })
    const fois = await Promise.all([1, 2, 3].map(() => dire('NC-2026-118', 'approuver')))
    expect(fois.filter((x) => x.ok)).toHaveLength(1)
    expect(await w.dans((tx) => lireRecue(tx, id('NC-2026-118')))).toMatchObject({
      charge: expect.any(String),
      codes: expect.arrayContaining([205, 207]),
    })
    const { rows } = await w.dans((tx) =>
      sql<{
        n: number
        ht: number
      }>`select count(*)::int as n, sum(montant_ht_centimes)::int as ht from facturation.charge where fournisseur = 'Numerik Commun'`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ n: 1, ht: 140_000 }])
    await w.relever()
    const partis = w.p.flux
      .filter((f) => f.sens === 'Out')
      .map((f) => /ProcessConditionCode>(\d+)</.exec(f.octets.toString())?.[1])
    expect(partis.toSorted()).toEqual(['205', '207', '210'])
    expect(w.p.ecarts).toEqual([])
  })
})

it('une facture reçue se rapproche de ce que la coopérative attend de ce fournisseur : sous-traitance d’une session, mission, salle', async () => {
  const w = await unMonde(0)
  await confierLaSeance(base, w.m, w.m.client)
  w.p.apporter('SupplierInvoice', recueDe({ numero: 'ST-1' }))
  w.p.apporter('SupplierInvoice', recueDe({ numero: 'MI-1' }))
  await w.relever()
  const recues = await w.dans((tx) => listerRecues(tx))
  const de = (numero: string) => {
    const r = recues.find((x) => x.numero === numero)
    if (!r) throw new Error(numero)
    return r
  }
  const prises = {
    ...sansPrises,
    depensesAttendues: async () => [
      {
        genre: 'mission' as const,
        id: w.m.dossier,
        dit: 'Mission de Numerik Commun : animer',
        siren: '999381650',
        noms: [],
        jour: aujourdhui,
        montant: centimes(140_000),
        session: null,
        compte: '604',
        prestation: true,
      },
    ],
  }
  const proposees = await w.dans((tx) => attenduesDe(tx, de('ST-1'), aujourdhui, prises))
  expect(
    proposees.map((p) => [p.cle, p.dit.replaceAll(/[\u00a0\u202f]/g, ' '), p.raison, p.session, p.compte]),
  ).toEqual([
    [
      `mission:${w.m.dossier}`,
      'Mission de Numerik Commun : animer',
      'même SIREN, du montant convenu',
      null,
      '604',
    ],
    [
      `intervention:${w.m.fil.session}`,
      'Sous-traitance dans S-2026-001, Anglais professionnel, 3 h 30',
      'même SIREN',
      'S-2026-001',
      '604',
    ],
  ])
  const approuver = (numero: string, attendue: string, compte = '') =>
    w.dans((tx) =>
      repondre(
        tx,
        de(numero).id,
        {
          reponse: 'approuver',
          motif: '',
          attendue,
          charge: { compte, session: '', prestation: false, raison: '' },
        },
        prises,
        le,
        aujourdhui,
      ),
    )
  expect(await approuver('ST-1', 'mission:inconnue')).toMatchObject({ error: { code: 'attendue' } })
  expect(await approuver('ST-1', `intervention:${w.m.fil.session}`)).toMatchObject({ ok: true })
  expect(await approuver('MI-1', `mission:${w.m.dossier}`, '6226')).toMatchObject({ ok: true })
  // Son compte et sa session s’en prennent : elle sert la marge de la session ; ce qui est écrit l’emporte.
  const { rows } = await w.dans((tx) =>
    sql<{ libelle: string; compte: string; session: string | null; prestation: boolean; objet: string }>`
      select c.libelle, c.compte, c.session_id as session, c.prestation_formation as prestation, r.objet_genre as objet
      from facturation.charge c join facturation.recue r on r.charge_id = c.id order by c.libelle`.execute(
      tx,
    ),
  )
  expect(rows).toEqual([
    { libelle: 'Facture MI-1', compte: '6226', session: null, prestation: false, objet: 'mission' },
    {
      libelle: 'Facture ST-1',
      compte: '604',
      session: w.m.fil.session,
      prestation: true,
      objet: 'intervention',
    },
  ])
  // Une intervention se facture en plusieurs fois : proposée encore, avec la facture qui la dit déjà.
  expect((await w.dans((tx) => attenduesDe(tx, de('ST-1'), aujourdhui, prises))).map((p) => p.deja)).toEqual([
    'MI-1',
    'ST-1',
  ])
})

describe('une boîte aux lettres', () => {
  it('relue, coupée, renumérotée ou en double, chaque message y est lu une fois et chaque fichier passe la porte', async () => {
    const b = await boiteSimulee()
    fermer.push(b.fermer)
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const services = {
      ...m.services.a('2026-11-25T09:00:00Z'),
      db: base.worker,
      antivirus: {
        examiner: async (o: Uint8Array) => (Buffer.from(o).includes('MUET') ? muet : ('sain' as const)),
      },
    }
    let muet: 'sain' | 'muet' = 'sain'
    const dans = <T>(work: Parameters<typeof base.enTantQue<T>>[2]) =>
      base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)
    const regler = (plus = {}) =>
      dans((tx) =>
        reglerBoite(tx, { keys: services.keys, organisme: m.fil.organisme, le }, { ...b.acces, ...plus }),
      )
    const relever = () => creerReleverBoite(b.creer)({ organisme: m.fil.organisme }, services)
    const lus = async () =>
      (await dans(courriersLus)).toReversed().map((c) => c.suite.replaceAll(/[\u00a0\u202f]/g, ' '))
    const xml = (numero: string, plus = {}) => ({
      nom: `${numero}.xml`,
      type: 'application/xml',
      octets: recueDe({ numero, ...plus }),
    })
    const script = pdfDEssai('', '/OpenAction<</S/JavaScript/JS(app.alert(1))>>')
    const msg = (n: number, jointes: Parameters<typeof b.poser>[0]['jointes'] = []) => ({
      messageId: `<${n}@exemple>`,
      le: new Date(le.getTime() + n * 60_000),
      jointes,
    })
    b.poser(msg(1, [xml('NC-1')]))
    b.poser(
      msg(2, [
        xml('NC-2', { acheteur: { ...exemple.acheteur, siren: '999999999' } }),
        { nom: 'virus.pdf', type: 'application/pdf', octets: Buffer.from(script, 'latin1') },
      ]),
    )
    b.poser(msg(3))
    expect(await regler()).toEqual({ ok: true, value: true })
    expect(await regler({ secret: '' })).toEqual({ ok: true, value: true })
    expect(await regler({ secret: '', hote: 'ailleurs.exemple' })).toMatchObject({
      error: { code: 'secret' },
    })
    // Coupée après le premier fichier : le premier message est lu, la suite attend, et se dit.
    b.couperApres(1)
    await relever()
    expect(await dans(lireBoite)).toMatchObject({
      lueJusqua: 1,
      echec: expect.stringMatching(/ne répond pas/),
    })
    await relever()
    await relever()
    const attendus = [
      'NC-1.xml : reçue.',
      expect.stringMatching(/^NC-2\.xml : reçue, et mise à part\. virus\.pdf : Ce PDF porte un script/),
      expect.stringMatching(/Aucune facture n’y est jointe/),
    ]
    expect(await lus()).toEqual(attendus)
    // Le même message, renuméroté, déplacé ou copié, n’ajoute rien.
    b.renumeroter()
    b.poser(msg(1, [xml('NC-1')]))
    await relever()
    expect(await lus()).toEqual(attendus)
    expect(
      (await dans((tx) => listerRecues(tx))).map((r) => [r.numero, r.fautes.length > 0]).toSorted(),
    ).toEqual([
      ['NC-1', false],
      ['NC-2', true],
    ])
    // L’antivirus ne répond pas : le message reste à lire.
    b.poser(
      msg(5, [
        { ...xml('NC-5'), octets: Buffer.concat([recueDe({ numero: 'NC-5' }), Buffer.from('<!--MUET-->')]) },
      ]),
    )
    muet = 'muet'
    await relever()
    expect(await dans(lireBoite)).toMatchObject({ echec: expect.stringMatching(/antivirus/) })
    expect(await lus()).toHaveLength(3)
    muet = 'sain'
    await relever()
    expect((await lus()).at(-1)).toBe('NC-5.xml : reçue.')
    expect(await dans(lireBoite)).toMatchObject({ echec: null, releveeLe: le })
    // Un mot de passe refusé ne s’essaie plus de soi-même : le compte se bloquerait.
    expect(await regler({ secret: 'faux' })).toMatchObject({ ok: true })
    await relever()
    expect(await dans(lireBoite)).toMatchObject({ refusee: true })
    const file = await base.client('admin')
    const enFile = async () =>
      (
        await file.query(
          `select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
            where t.identifier = 'facturation.relever-boite' and j.payload ->> 'organisme' = $1`,
          [m.fil.organisme],
        )
      ).rowCount
    await tourneeDesPlateformes({}, services)
    expect(await enFile()).toBe(0)
    expect(await regler()).toMatchObject({ ok: true })
    await tourneeDesPlateformes({}, services)
    expect(await enFile()).toBe(1)
    // Le mot de passe n’est nulle part en clair.
    const { rows } = await base.maintenance((tx) =>
      sql<{ t: string }>`select row_to_json(p)::text as t from facturation.boite p`.execute(tx),
    )
    expect(rows.map((r) => r.t).join()).not.toMatch(/sésame|faux/)
    expect(await dans((tx) => retirerBoite(tx, le))).toMatchObject({ ok: true })
    await relever()
    expect(await dans(lireBoite)).toBeUndefined()
  })
})

describe('ce qui arrive de la plateforme', () => {
  it('n’approuve pas une facture à la place de la coopérative, et ne se rattache pas sur un numéro seul', async () => {
    const w = await unMonde(1)
    const [facture] = w.factures as [FactureId]
    await w.menerJusquAuBout((await w.deposer(facture)).id)
    w.p.apporter('SupplierInvoice', recueDe())
    await w.relever()
    const [recue] = await w.dans((tx) => listerRecues(tx))
    const duFournisseur = (code: CodeStatut, quand = le) =>
      Buffer.from(
        ecrireCdar({
          id: newId(),
          code,
          le: quand,
          facture: { numero: 'NC-2026-118', type: '380', du: '2026-11-20', recueLe: le },
          vendeur: { siren: '999381650', nom: 'Numerik Commun' },
          acheteur: { siren: '999120470', nom: 'Langue & Lien' },
          de: 'vendeur',
        }),
      )
    const etat = async () => {
      const r = await w.dans((tx) => lireRecue(tx, recue?.id as RecueId))
      return etatDeRecue(r?.fautes.length ?? 0, r?.codes ?? [])
    }
    for (const code of [205, 207, 210] as const) w.p.apporter('SupplierInvoiceLC', duFournisseur(code))
    const sansEmetteur = (await w.statut(facture, 210, 1, 'Non'))
      .toString()
      .replace(/<ram:IssuerTradeParty><ram:GlobalID[^>]*>\d+<\/ram:GlobalID><\/ram:IssuerTradeParty>/, '')
    w.p.apporter('CustomerInvoiceLC', Buffer.from(sansEmetteur))
    await w.relever()
    expect(await etat()).toBe('a-repondre')
    expect((await w.dans((tx) => statutsDe(tx, { recue: recue?.id ?? '' }))).map((s) => s.code)).toEqual([
      205, 207, 210,
    ])
    expect(await w.dans((tx) => statutsDe(tx, { facture }))).toEqual([])
    expect(await w.dans(fluxEcartes)).toHaveLength(1)
    // Il peut l’annuler ; une date de 2099 vaut celle de sa réception.
    w.p.apporter('SupplierInvoiceLC', duFournisseur(220, new Date('2099-01-01T00:00:00Z')))
    await w.relever()
    expect(await etat()).toBe('annulee')
    expect(
      (await w.dans((tx) => statutsDe(tx, { recue: recue?.id ?? '' }))).find((s) => s.code === 220)?.le,
    ).toEqual(le)
  })

  it('ne se perd pas : en contrôle, pas encore là, illisible un moment, ou daté de 2099', async () => {
    const w = await unMonde(0)
    const numeros = async () => (await w.dans((tx) => listerRecues(tx))).map((r) => r.numero).toSorted()
    w.p.apporter('SupplierInvoice', recueDe({ numero: 'A' }))
    const [a] = w.p.flux
    if (!a) throw new Error('flux')
    a.accuse = 'Pending'
    await w.relever()
    expect([await numeros(), await w.dans(fluxEcartes)]).toEqual([[], []])
    a.accuse = 'Ok'
    a.maj = Date.parse('2099-01-01T00:00:00Z')
    await w.relever()
    expect((await w.dans(lirePlateforme))?.lueJusqua).toEqual(le)
    w.p.apporter('SupplierInvoice', recueDe({ numero: 'B' }))
    w.p.panne('fichier', 404)
    await w.relever()
    expect([await numeros(), (await w.dans(fluxEcartes)).length]).toEqual([['A'], 1])
    await w.relever()
    expect([await numeros(), await w.dans(fluxEcartes)]).toEqual([['A', 'B'], []])
    // Une lecture qui tombe n’arrête pas les autres, et se dit ; elle se relit, d’elle-même puis à la demande.
    const { storage } = w.services
    const put: typeof storage.put = (tx, octets, type) =>
      Buffer.from(octets).includes('>C<') ? Promise.reject(new Error('plein')) : storage.put(tx, octets, type)
    const tombe = { storage: { ...storage, put } }
    w.p.apporter('SupplierInvoice', recueDe({ numero: 'C' }))
    w.p.apporter('SupplierInvoice', recueDe({ numero: 'D' }))
    await w.relever(tombe)
    expect([await numeros(), (await w.dans(lirePlateforme))?.echec]).toEqual([
      ['A', 'B', 'D'],
      expect.stringContaining('a échoué'),
    ])
    await w.relever(w.plusTard(3))
    expect(await numeros()).toEqual(['A', 'B', 'D'])
    await w.relever(w.plusTard(3), { relire: true })
    expect([await numeros(), await w.dans(fluxEcartes)]).toEqual([['A', 'B', 'C', 'D'], []])
    expect((await w.dans(lirePlateforme))?.echec).toBeNull()
    // Une autre adresse se lit depuis qu’on la règle.
    await w.dans((tx) =>
      reglerPlateforme(
        tx,
        { keys: w.services.keys, organisme: w.m.fil.organisme, le },
        { ...w.p.reglages, flux: 'https://autre.exemple' },
      ),
    )
    expect((await w.dans(lirePlateforme))?.lueJusqua).toEqual(le)
  })

  it('et fut d’abord déposé à la main y répond par la plateforme ; un avoir diminue ; une charge ne se dit que d’une facture', async () => {
    const w = await unMonde(0)
    const octets = recueDe({ numero: 'M' })
    const lue = await lireFactureDuDehors(octets)
    if (!lue.ok) throw new Error(lue.error.phrase)
    await w.dans((tx) =>
      recevoirFacture(tx, w.services.storage, { lue: lue.value, octets, nom: 'm.xml', flux: null, le }),
    )
    w.p.apporter('SupplierInvoice', octets)
    w.p.apporter('SupplierInvoice', octets)
    w.p.apporter('SupplierInvoice', recueDe({ numero: 'N' }))
    w.p.apporter(
      'SupplierInvoice',
      Buffer.from(recueDe({ numero: 'AV' }).toString().replace('<ram:TypeCode>380<', '<ram:TypeCode>261<')),
    )
    await w.relever()
    expect(await w.dans(fluxEcartes)).toEqual([])
    const recues = await w.dans((tx) => listerRecues(tx))
    const de = (numero: string) => recues.find((r) => r.numero === numero)
    expect(de('M')).toMatchObject({ flux: expect.any(String) })
    expect(de('AV')).toMatchObject({ genre: '261', ttc: -140_000 })
    const charge = newId<'Charge'>() as ChargeId
    await base.maintenance((tx) =>
      sql`insert into facturation.charge (organisme_id, id, activite_id, jour, compte, libelle, montant_ht_centimes, enregistree_le)
        values (${w.m.fil.organisme}, ${charge}, ${w.m.fil.activite}, '2026-11-20', '604', 'Appui', 140000, ${le})`.execute(
        tx,
      ),
    )
    const issues = await Promise.all(
      ['M', 'N'].map((numero) =>
        w.dans((tx) =>
          repondre(
            tx,
            de(numero)?.id as RecueId,
            { reponse: 'approuver', motif: '', attendue: '', charge: { deja: charge } },
            sansPrises,
            le,
            aujourdhui,
          ),
        ),
      ),
    )
    expect(issues.map((r) => (r.ok ? 'ok' : r.error.code)).toSorted()).toEqual(['charge', 'ok'])
    // Deux jours sans pouvoir prendre un fichier : il est écarté, la suite se lit.
    w.p.apporter('SupplierInvoice', recueDe({ numero: 'P' }))
    w.p.apporter('SupplierInvoice', recueDe({ numero: 'Q' }))
    const lus = async () => (await w.dans((tx) => listerRecues(tx))).map((r) => r.numero).toSorted()
    w.p.panne('fichier', 503)
    await w.relever()
    expect(await lus()).toEqual(['AV', 'M', 'N'])
    w.p.panne('fichier', 503)
    await w.relever(w.plusTard(49))
    expect([await lus(), (await w.dans(fluxEcartes)).length]).toEqual([['AV', 'M', 'N', 'Q'], 1])
    await w.relever(w.plusTard(49))
    expect([await lus(), await w.dans(fluxEcartes)]).toEqual([['AV', 'M', 'N', 'P', 'Q'], []])
  })
})

it('le régime d’aujourd’hui ne change pas ce qu’une pièce déjà émise déclare', async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
  const dans = <T>(work: Parameters<typeof base.enTantQue<T>>[2]) =>
    base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)
  const projet = await unAcompte(base, m)
  const services = { ...m.services.a('2026-11-25T09:00:00Z'), pdf: m.services.pdf }
  const e = await dans((tx) => emettreProjet(services, tx, { projet, version: 1, vise: false }, sansPrises))
  if (!e.ok) throw new Error(e.error.map((x) => x.phrase).join(' '))
  await base.maintenance((tx) =>
    sql`update organisme.organisme set regime_tva = 'franchise', tva_demande_recue_le = null where organisme_id = ${m.fil.organisme}`.execute(
      tx,
    ),
  )
  const d = await dans((tx) =>
    declarationDe(tx, { du: '2026-11-01' as DateCivile, au: '2026-11-30' as DateCivile }),
  )
  expect([d.ventes, d.hors.map((h) => h.pourquoi)]).toEqual([[], [expect.stringMatching(/^exonéré/)]])
})

it('une plateforme qui ne répond plus d’un dépôt : qui a regardé chez elle le dit, un jour après, et la coopérative en change', async () => {
  const w = await unMonde(2)
  const [absente, presente] = w.factures as [FactureId, FactureId]
  for (const f of w.factures) {
    w.p.panne('depot', 'apres')
    const { id } = await w.deposer(f)
    expect(await w.mener(id)).toBe('injoignable')
  }
  const trancher = (f: FactureId, flux: string | null, heures: number) =>
    w.dans(async (tx) => {
      const lue = await lireFacture(tx, f)
      if (!lue) throw new Error('facture')
      return trancherDepot(tx, lue, { flux, comment: 'cherchée chez elle' }, w.plusTard(heures).clock.now())
    })
  expect(await trancher(absente, null, 23)).toMatchObject({ error: { code: 'trop-tot' } })
  // Un essai est en route : il peut y être dans un instant.
  const un = await w.depotDe(absente)
  await w.dans((tx) => prendreDepot(tx, un?.id as DepotId, w.plusTard(25).clock.now()))
  expect(await trancher(absente, null, 25)).toMatchObject({ error: { code: 'en-route' } })
  expect(await w.dans((tx) => retirerPlateforme(tx, le))).toMatchObject({ error: { code: 'en-doute' } })
  expect(await trancher(absente, null, 26)).toEqual({ ok: true, value: undefined })
  expect(await trancher(absente, null, 26)).toMatchObject({ error: { code: 'repondu' } })
  expect(await w.depotDe(absente)).toMatchObject({
    flux: null,
    closLe: expect.any(Date),
    echec: expect.stringContaining('cherchée chez elle'),
  })
  expect((await trancher(presente, 'F-77', 26)).ok).toBe(true)
  const deux = await w.depotDe(presente)
  expect(deux).toMatchObject({
    flux: 'F-77',
    closLe: null,
    echec: expect.stringContaining('cherchée chez elle'),
  })
  // Ce n’est que la parole de qui l’y a vue : ce que la plateforme finit par en dire passe avant.
  w.p.accuser(deux?.id ?? '', 'Error', 'Refusée à ses contrôles.')
  const [avant] = await w.dans((tx) => facturesQuiPartent(tx, { taille: 1, facture: presente }))
  expect(avant && etatDElectronique(avant)).toMatchObject({ forme: 'declare' })
  // Dite absente, elle peut repartir ; dite présente, non.
  expect((await w.deposer(presente)).r).toMatchObject({ error: { code: 'deja' } })
  await w.relever()
  expect(await w.depotDe(presente)).toMatchObject({
    closLe: expect.any(Date),
    echec: expect.stringContaining('Refusée à ses contrôles.'),
  })
  expect((await w.dans((tx) => retirerPlateforme(tx, le))).ok).toBe(true)
})

it('la plateforme appelle une adresse secrète : sa relève se demande une fois, et rien de ce qu’elle dit n’est cru', async () => {
  const w = await unMonde(0)
  const file = await base.client('admin')
  const releves = async () =>
    (
      await file.query(
        `select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
          where t.identifier = 'facturation.relever-plateforme' and j.payload ->> 'organisme' = $1`,
        [w.m.fil.organisme],
      )
    ).rowCount
  const appeler = (secret: string) => base.db.withoutTenant((tx) => recevoirAppel(tx, secret))
  const faire = async () => {
    const r = await w.dans((tx) => seFaireAppeler(tx, le))
    if (!r.ok) throw new Error(r.error.phrase)
    return r.value
  }
  const secret = await faire()
  expect([await appeler(secret), await appeler(secret), await releves()]).toEqual([true, true, 1])
  expect([await appeler('A'.repeat(43)), await appeler(''), await releves()]).toEqual([false, false, 1])
  // Une nouvelle adresse arrête l’ancienne ; une enseigne n’en fait pas.
  const neuve = await faire()
  expect([await appeler(secret), await appeler(neuve)]).toEqual([false, true])
  expect(
    await base.enTantQue(
      w.m.fil.organisme,
      { personne: w.m.fil.personne, portee: [w.m.fil.activite] },
      (tx) => seFaireAppeler(tx, le),
    ),
  ).toMatchObject({ error: { code: 'siege' } })
  // Une autre plateforme n’hérite pas de l’adresse donnée à celle d’avant.
  await w.dans((tx) =>
    reglerPlateforme(
      tx,
      { keys: w.services.keys, organisme: w.m.fil.organisme, le },
      { ...w.p.reglages, flux: 'https://autre.exemple' },
    ),
  )
  expect(await appeler(neuve)).toBe(false)
  const derniere = await faire()
  expect(await appeler(derniere)).toBe(true)
  await w.dans((tx) => nePlusEtreAppele(tx, le))
  expect(await appeler(derniere)).toBe(false)
})

it('chez la plateforme, une adresse s’éprouve et un SIREN se cherche à l’annuaire', async () => {
  const w = await unMonde(0)
  const plateforme = w.p.creer(w.p.reglages)
  expect(await plateforme.eprouver()).toEqual({ ok: true, value: true })
  expect(await plateforme.adressesDe('999381650')).toEqual({ ok: true, value: ['999381650'] })
  expect(await plateforme.adressesDe('999000000')).toEqual({ ok: true, value: [] })
  expect(await w.p.creer({ ...w.p.reglages, secret: 'faux' }).eprouver()).toMatchObject({
    error: { code: 'cles' },
  })
  // Le secret n’est nulle part en clair.
  const { rows } = await base.maintenance((tx) =>
    sql<{ t: string }>`select row_to_json(p)::text as t from facturation.plateforme p`.execute(tx),
  )
  expect(rows.map((r) => r.t).join('')).not.toContain(Buffer.from('sésame').toString('hex'))
  expect(openApiPresent ? w.p.ecarts : []).toEqual([])
})
