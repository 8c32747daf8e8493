/**
 * Le dossier client, son contrat et son inscription, joués au hasard sur la vraie base contre un modèle écrit à part
 * (L6353-3 à L6353-6) : l'horloge du délai, un formulaire périmé, deux clics, deux personnes à la fois.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ajouterJours, jourSemaine } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { instantDe, jourLocal } from '#kernel/zones.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import type { SessionId } from '../../sessions/index.ts'
import { poserOffre, poserSession } from '../../sessions/test/poser.ts'
import { lireDossier } from '../db/dossiers.queries.ts'
import { etatComplet, listerInscrits } from '../db/inscriptions.queries.ts'
import type { DossierId } from '../domain/dossier.ts'
import type { DossierSaisi } from '../gestes/composer-dossier.ts'
import { inscrire } from '../gestes/inscrire.ts'
import { modifierDossier, ouvrirDossier } from '../gestes/ouvrir-dossier.ts'
import { inscrireDefinitivement, passerInscription, remettre } from '../gestes/passer-inscription.ts'
import { constaterSignature, demarrerSansSignature, retracter } from '../gestes/suivre-dossier.ts'
import { dossierSaisi, particulierSaisi } from './dossiers.ts'

const base = await baseNeuve()
const zone = 'Europe/Paris'
const depart = new Date('2026-11-12T09:00:00Z')

type Genre = 'convention' | 'contrat-10' | 'contrat-14'
const saisi = (g: Genre, prix: number): DossierSaisi =>
  g === 'convention'
    ? dossierSaisi({ prix: centimes(prix) })
    : particulierSaisi({
        prix: centimes(prix),
        circonstance: g === 'contrat-14' ? 'distance' : 'etablissement',
      })

type Modele = {
  readonly genre: Genre
  maintenant: Date
  prix: number
  version: number
  signeLe: Date | null
  retracte: boolean
  demarrage: boolean
  remis: boolean
  inscription: 'contractualisation' | 'inscrit' | 'retracte' | 'annule'
  versionInscription: number
}
type Reel = {
  readonly organisme: Awaited<ReturnType<typeof poserOrganisme>>['organisme']
  readonly session: SessionId
  readonly dossier: DossierId
}
const dans = <T>(r: Reel, f: (tx: TenantTx) => Promise<T>) => base.enTantQue(r.organisme, {}, f)
const ou = (r: Reel) => ({ session: r.session, dossier: r.dossier })
const code = (x: { ok: boolean; error?: unknown }): string =>
  x.ok ? 'fait' : ((Array.isArray(x.error) ? x.error[0] : x.error) as { code: string }).code

/** Recopié de la loi, non du code : du lendemain, jusqu'à minuit ; quatorze jours se reportent au premier jour ouvré. */
const finDuDelai = (m: Modele): Date | null => {
  if (m.genre === 'convention' || !m.signeLe) return null
  let jour = ajouterJours(jourLocal(m.signeLe, zone), m.genre === 'contrat-14' ? 14 : 10)
  while (m.genre === 'contrat-14' && jourSemaine(jour) > 5) jour = ajouterJours(jour, 1)
  return instantDe(ajouterJours(jour, 1), 0, zone).instant
}

abstract class Pas implements fc.AsyncCommand<Modele, Reel> {
  check = () => true
  abstract run(m: Modele, r: Reel): Promise<void>
  toString = () => this.constructor.name
}
class Attendre extends Pas {
  readonly heures: number
  constructor(heures: number) {
    super()
    this.heures = heures
  }
  override check = () => true
  async run(m: Modele) {
    m.maintenant = new Date(m.maintenant.getTime() + this.heures * 3_600_000)
  }
}
class Signer extends Pas {
  readonly ecart: number
  constructor(ecart: number) {
    super()
    this.ecart = ecart
  }
  async run(m: Modele, r: Reel) {
    const signeLe = new Date(m.maintenant.getTime() + this.ecart * 3_600_000)
    const fait = await dans(r, (tx) =>
      constaterSignature(tx, { ...ou(r), signeLe, moyen: 'scan' }, m.maintenant),
    )
    if (m.signeLe) return expect(code(fait)).toBe('fait')
    if (this.ecart > 0) return expect(code(fait)).toBe('date-future')
    expect(code(fait)).toBe('fait')
    m.signeLe = signeLe
    m.version++
  }
}
/** Deux personnes déposent le papier au même instant : une seule signature, et personne n'apprend un échec. */
class SignerADeux extends Pas {
  async run(m: Modele, r: Reel) {
    const dates = [m.maintenant, new Date(m.maintenant.getTime() - 3_600_000)]
    const faits = await Promise.all(
      dates.map((signeLe) =>
        dans(r, (tx) => constaterSignature(tx, { ...ou(r), signeLe, moyen: 'scan' }, m.maintenant)),
      ),
    )
    expect(faits.map(code)).toEqual(['fait', 'fait'])
    if (m.signeLe) return
    const gardee = (await dans(r, (tx) => lireDossier(tx, r.session, r.dossier)))?.signeLe
    expect(dates.map((d) => d.getTime())).toContain(gardee?.getTime())
    m.signeLe = gardee ?? null
    m.version++
  }
}
class SeRetracter extends Pas {
  async run(m: Modele, r: Reel) {
    const fait = await dans(r, (tx) => retracter(tx, { ...ou(r), motif: 'lettre reçue' }, m.maintenant))
    const fin = finDuDelai(m)
    if (!fin) return expect(code(fait)).toBe('sans-delai')
    if (m.maintenant >= fin) return expect(code(fait)).toBe('delai-passe')
    expect(code(fait)).toBe('fait')
    if (m.retracte) return
    m.retracte = true
    m.version++
    if (m.inscription === 'annule') return
    m.inscription = 'retracte'
    m.versionInscription++
  }
}
class Demarrer extends Pas {
  async run(m: Modele, r: Reel) {
    const fait = await dans(r, (tx) =>
      demarrerSansSignature(tx, { ...ou(r), motif: 'le client signe demain' }, m.maintenant),
    )
    if (m.genre !== 'convention') return expect(code(fait)).toBe('pas-une-convention')
    if (m.signeLe) return expect(code(fait)).toBe('deja-signee')
    expect(code(fait)).toBe('fait')
    m.demarrage = true
    m.version++
  }
}
class Remettre extends Pas {
  async run(m: Modele, r: Reel) {
    const fait = await dans(r, (tx) =>
      remettre(tx, { ...ou(r), remisLe: m.maintenant, moyen: 'main-propre' }, m.maintenant),
    )
    expect(code(fait)).toBe('fait')
    if (m.inscription === 'contractualisation' || m.inscription === 'inscrit') m.remis = true
  }
}
/** Rendre définitif : jamais sans remise, ni, pour un contrat, sans signature (L6353-3). Deux clics n'en font qu'un. */
class RendreDefinitif extends Pas {
  async run(m: Modele, r: Reel) {
    const deux = await Promise.all(
      [0, 1].map(() => dans(r, (tx) => inscrireDefinitivement(tx, ou(r), m.maintenant))),
    )
    const permis =
      m.inscription === 'contractualisation' &&
      m.remis &&
      !m.retracte &&
      (m.genre === 'convention' || m.signeLe !== null)
    // Le second clic apprend que c'est fait ; l'écriture, elle, est une (`versionInscription`).
    const faits = deux.map((x) => x.inscrits)
    expect([Math.max(...faits), faits.every((n) => n <= 1)]).toEqual([permis ? 1 : 0, true])
    if (!permis) return
    m.inscription = 'inscrit'
    m.versionInscription++
  }
}
class Annuler extends Pas {
  readonly perime: boolean
  constructor(perime: boolean) {
    super()
    this.perime = perime
  }
  async run(m: Modele, r: Reel) {
    const [i] = await dans(r, (tx) => listerInscrits(tx, r.session))
    if (!i) throw new Error('inscription perdue')
    const version = i.version - (this.perime ? 1 : 0)
    const fait = await dans(r, (tx) =>
      passerInscription(
        tx,
        {
          session: r.session,
          id: i.id,
          version,
          vers: 'annule',
          motif: 'désistement',
          dits: { presences: 0 },
        },
        m.maintenant,
      ),
    )
    // Renvoyé d'une page périmée, un passage déjà fait est rendu tel quel : le double clic ne dit pas d'échec.
    if (m.inscription === 'annule' && this.perime) return expect(code(fait)).toBe('fait')
    if (this.perime) return expect(code(fait)).toBe('perime')
    const permis = m.inscription === 'contractualisation' || m.inscription === 'inscrit'
    expect(code(fait)).toBe(permis ? 'fait' : 'transition-impossible')
    if (!permis) return
    m.inscription = 'annule'
    m.versionInscription++
  }
}
class Reprendre extends Pas {
  readonly perime: boolean
  readonly prix: number
  constructor(perime: boolean, prix: number) {
    super()
    this.perime = perime
    this.prix = prix
  }
  async run(m: Modele, r: Reel) {
    const fait = await dans(r, (tx) =>
      modifierDossier(
        tx,
        r.session,
        { id: r.dossier, version: m.version - (this.perime ? 1 : 0), jeton: newId() },
        saisi(m.genre, this.prix),
        m.maintenant,
      ),
    )
    if (this.perime) return expect(code(fait)).toBe('perime')
    if (m.signeLe && this.prix !== m.prix) return expect(code(fait)).toBe('signe')
    expect(code(fait)).toBe('fait')
    m.prix = this.prix
    m.version++
  }
}
/** Deux personnes ont ouvert le même formulaire : une seule enregistre, l'autre relit. */
class ReprendreADeux extends Pas {
  async run(m: Modele, r: Reel) {
    const faits = await Promise.all(
      [0, 1].map(() =>
        dans(r, (tx) =>
          modifierDossier(
            tx,
            r.session,
            { id: r.dossier, version: m.version, jeton: newId() },
            saisi(m.genre, m.prix),
            m.maintenant,
          ),
        ),
      ),
    )
    expect(faits.map(code).sort()).toEqual(['fait', 'perime'])
    m.version++
  }
}
class Constater extends Pas {
  async run(m: Modele, r: Reel) {
    const d = await dans(r, (tx) => lireDossier(tx, r.session, r.dossier))
    const [i] = await dans(r, (tx) => listerInscrits(tx, r.session))
    expect({
      prix: Number(d?.prix),
      version: d?.version,
      signeLe: d?.signeLe?.getTime() ?? null,
      retracte: d?.retracteLe !== null,
      demarrage: d?.demarrageSansSignature !== null,
      inscription: i && etatComplet(i),
      tenue: i?.definitiveLe !== null,
      versionInscription: i?.version,
    }).toEqual({
      prix: m.prix,
      version: m.version,
      signeLe: m.signeLe?.getTime() ?? null,
      retracte: m.retracte,
      demarrage: m.demarrage,
      inscription: m.inscription,
      tenue: m.inscription === 'inscrit' || i?.definitiveLe !== null,
      versionInscription: m.versionInscription,
    })
    // Personne n'est inscrit par contrat sans l'avoir signé, ni sans la remise.
    if (m.inscription === 'inscrit')
      expect([m.remis, m.genre === 'convention' || m.signeLe !== null]).toEqual([true, true])
  }
}

it('quel que soit l’ordre des gestes et des jours, dossier, contrat et inscription suivent leur modèle', async () => {
  const scene = await base.maintenance(async (tx) => {
    const o = await poserOrganisme(tx, 'Modèle des dossiers')
    return { ...o, offre: await poserOffre(tx, o) }
  })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Genre>('convention', 'contrat-10', 'contrat-14'),
      fc.commands(
        [
          fc.constantFrom(1, 20, 100, 230).map((h) => new Attendre(h)),
          fc.constantFrom(-2, 0, 5).map((h) => new Signer(h)),
          fc.constant(new SignerADeux()),
          fc.constant(new SeRetracter()),
          fc.constant(new Demarrer()),
          fc.constant(new Remettre()),
          fc.constant(new RendreDefinitif()),
          fc.boolean().map((p) => new Annuler(p)),
          fc
            .tuple(fc.boolean(), fc.constantFrom(100_000, 240_000))
            .map(([p, prix]) => new Reprendre(p, prix)),
          fc.constant(new ReprendreADeux()),
          fc.constant(new Constater()),
        ],
        { maxCommands: 25, size: 'max' },
      ),
      async (genre, commandes) => {
        const { session } = await base.maintenance((tx) =>
          poserSession(tx, { ...scene, seances: [['2027-03-08', 540, 750]] }),
        )
        const reel = { organisme: scene.organisme, session, dossier: '' as DossierId }
        const ouvert = await dans(reel, (tx) =>
          ouvrirDossier(tx, session, newId(), saisi(genre, 100_000), depart),
        )
        if (!ouvert.ok) throw new Error('dossier refusé')
        reel.dossier = ouvert.value.id
        const inscrite = await dans(reel, (tx) =>
          inscrire(tx, session, newId(), [{ prenom: 'Agathe', nom: `Pons ${newId()}` }], depart, {
            dossier: reel.dossier,
          }),
        )
        expect(inscrite.ok).toBe(true)
        await fc.asyncModelRun(
          () => ({
            model: {
              genre,
              maintenant: depart,
              prix: 100_000,
              version: 1,
              signeLe: null,
              retracte: false,
              demarrage: false,
              remis: false,
              inscription: 'contractualisation' as const,
              versionInscription: 1,
            },
            real: reel,
          }),
          [...commandes, new Constater()],
        )
      },
    ),
    { numRuns: 40 },
  )
})
