/**
 * La signature d'une pièce, jouée au hasard sur la vraie base contre un modèle écrit à part : qui doit signer, le visa qui
 * retient ce qui engage, une demande qu'un envoi corrigé remplace, et deux signatures au même instant.
 */
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { ok } from '#kernel/result.ts'
import type { GenrePiece } from '#modules/documents/domain/genres.ts'
import type { PieceId } from '#modules/documents/domain/piece.ts'
import { type EtatVisa, etatDePiece } from '#modules/documents/domain/signer-piece.ts'
import { emettrePiece } from '#modules/documents/gestes/composer.ts'
import { demanderSignature } from '#modules/documents/gestes/demander-signature.ts'
import {
  deposerScan,
  lireDossierDeSignature,
  signerPourLOrganisme,
} from '#modules/documents/gestes/signer-piece.ts'
import type { PrisesDocuments } from '#modules/documents/prises.ts'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { type Maison, poserMaison } from '#modules/documents/test/maison.ts'
import { acces, type ServicesDEssai, servicesDe } from '#modules/emargement/test/session-d-essai.ts'
import { exemplesDocuments } from '#modules/inscriptions/test/exemples-documents.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../base/index.ts'
import { moteur } from './texte.ts'

const base = await baseNeuve()
const pdf = moteur()
afterAll(() => pdf.close())
const exemples = exemplesDocuments(exempleCertificat.organisme)
const jour = dateCivile('2026-11-06') as DateCivile

/** Recopié de la note de domaine : un devis attend le client ; une convention, les deux. */
const dus = { devis: ['client'], convention: ['client', 'organisme'] } as const
type Genre = keyof typeof dus
type Partie = 'client' | 'organisme'
type Modele = {
  readonly genre: Genre
  visa: EtatVisa['etat']
  signes: Partie[]
  demande: boolean
  demandes: number
  recueillies: number
}
type Reel = {
  readonly maison: Maison
  readonly services: ServicesDEssai
  readonly piece: PieceId
  readonly visa: { etat: EtatVisa }
  readonly prises: PrisesDocuments
  readonly recueillies: string[]
}
const signable = (m: Modele, p: Partie): boolean =>
  (dus[m.genre] as readonly string[]).includes(p) &&
  !m.signes.includes(p) &&
  m.visa !== 'attendu' &&
  m.visa !== 'refuse'

abstract class Pas implements fc.AsyncCommand<Modele, Reel> {
  check = () => true
  abstract run(m: Modele, r: Reel): Promise<void>
  toString = () => `${this.constructor.name} ${JSON.stringify(this)}`
}
class Viser extends Pas {
  readonly etat: EtatVisa['etat']
  constructor(etat: EtatVisa['etat']) {
    super()
    this.etat = etat
  }
  async run(m: Modele, r: Reel) {
    m.visa = this.etat
    r.visa.etat = this.etat === 'refuse' ? { etat: 'refuse', motif: 'le prix manque' } : { etat: this.etat }
  }
}
class Demander extends Pas {
  async run(m: Modele, r: Reel) {
    const fait = await demanderSignature(r.services, r.prises, acces, r.piece, {
      nom: 'Odile Garnier',
      qualite: 'présidente',
      courriel: 'odile@exemple.example',
    })
    expect(['demander', fait.ok]).toEqual(['demander', signable(m, 'client')])
    if (!fait.ok) return
    m.demande = true
    m.demandes++
  }
}
class Signer extends Pas {
  readonly partie: Partie
  readonly moyen: 'scan' | 'compte'
  readonly double: boolean
  constructor(partie: Partie, moyen: 'scan' | 'compte', double: boolean) {
    super()
    this.partie = partie
    this.moyen = moyen
    this.double = double
  }
  async run(m: Modele, r: Reel) {
    const partie = this.moyen === 'compte' ? 'organisme' : this.partie
    const un = () =>
      this.moyen === 'compte'
        ? signerPourLOrganisme(
            r.services,
            r.prises,
            { acces, id: r.maison.personne, ip: '192.0.2.3', agent: 'essai' },
            r.piece,
          )
        : deposerScan(r.services, r.prises, acces, r.piece, {
            partie,
            nom: 'Odile Garnier',
            qualite: 'présidente',
            dateeDu: jour,
            octets: new TextEncoder().encode('%PDF-1.7 x'),
            type: 'application/pdf',
          })
    const faits = await Promise.all(this.double ? [un(), un()] : [un()])
    const permis = signable(m, partie)
    expect([this.moyen, partie, faits.filter((f) => f.ok).length]).toEqual([
      this.moyen,
      partie,
      permis ? 1 : 0,
    ])
    if (!permis) return
    m.signes.push(partie)
    m.recueillies++
  }
}
class Constater extends Pas {
  async run(m: Modele, r: Reel) {
    const lu = await base.enTantQue(r.maison.organisme, { personne: r.maison.personne }, (tx) =>
      lireDossierDeSignature(tx, r.prises, r.piece),
    )
    expect([...(lu?.faits.signes ?? [])].sort()).toEqual([...m.signes].sort())
    // Une seule demande vaut à la fois : l'envoi corrigé retire le précédent.
    const vives = lu?.demandes.filter((d) => d.acte === 'signature' && !d.retireeLe) ?? []
    expect([vives.length, lu?.demandes.length]).toEqual([m.demande ? 1 : 0, m.demandes])
    const complete = dus[m.genre].every((p) => m.signes.includes(p))
    if (lu) expect(etatDePiece(lu.faits) === 'signee').toBe(complete)
    expect(r.recueillies).toEqual(m.signes)
    const { rows } = await base.maintenance((tx) =>
      sql<{ n: number }>`select count(*)::int4 as n from journal.geste
        where objet_id = ${r.piece} and geste = 'signer-piece'`.execute(tx),
    )
    expect(rows[0]?.n).toBe(m.recueillies)
  }
}

it('quel que soit l’ordre des gestes, une pièce n’est signée que par qui le doit, une fois, et jamais sans visa', async () => {
  const maison = await base.maintenance(async (tx) => {
    const m = await poserMaison(tx)
    await sql`insert into organisme.signataire (organisme_id, id, compte_id, nom, qualite, genre, pieces, debut)
      values (${m.organisme}, ${newId()}, ${m.personne}, 'Hélène Roussillon', 'directrice générale', 'fonction', '{*}',
        '2020-01-01')`.execute(tx)
    return m
  })
  const services = { ...servicesDe(base, maison, '2026-11-06T09:00:00Z'), pdf }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Genre>('devis', 'convention'),
      fc.commands(
        [
          fc
            .constantFrom<EtatVisa['etat']>('sans-objet', 'attendu', 'accorde', 'refuse')
            .map((e) => new Viser(e)),
          fc.constant(new Demander()),
          fc
            .tuple(
              fc.constantFrom<Partie>('client', 'organisme'),
              fc.constantFrom('scan', 'compte'),
              fc.boolean(),
            )
            .map(([p, moyen, d]) => new Signer(p, moyen, d)),
          fc.constant(new Constater()),
        ],
        { maxCommands: 15, size: 'max' },
      ),
      async (genre, commandes) => {
        const { numero: _, ...d } = exemples[genre] as Record<string, unknown>
        const emise = await base.enTantQue(maison.organisme, { personne: maison.personne }, (tx) =>
          emettrePiece(services)(tx, {
            genre: genre as GenrePiece,
            activite: maison.activite,
            gabarit: `${genre}.v1`,
            donnees: { ...d, references: { session: `S-${newId().slice(-6)}` } },
            libelle: 'Anglais',
            recherche: 'Belledonne',
            objet: { genre: 'dossier', id: newId() },
            emisLe: new Date('2026-11-05T09:00:00Z'),
            annee: 2026,
          }),
        )
        if (!emise.ok) throw new Error(emise.error.phrase)
        const piece = emise.value.id
        const visa: Reel['visa'] = { etat: { etat: 'sans-objet' } }
        const recueillies: string[] = []
        const prises: PrisesDocuments = {
          siens: async () => ({
            anime: new Set<string>(),
            suit: new Set<string>(),
            enseigne: new Set<string>(),
          }),
          visas: { etats: async () => new Map([[piece, visa.etat]]) },
          apresSignature: async (_tx, s) => ok(recueillies.push(s.role)),
        }
        await fc.asyncModelRun(
          () => ({
            model: {
              genre,
              visa: 'sans-objet',
              signes: [],
              demande: false,
              demandes: 0,
              recueillies: 0,
            } as Modele,
            real: { maison, services, piece, visa, prises, recueillies },
          }),
          [...commandes, new Constater()],
        )
      },
    ),
    { numRuns: 25 },
  )
})
