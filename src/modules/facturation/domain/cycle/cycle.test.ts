/** La vie d’une facture électronique : où elle en est, ce qui se dit, ce qui se reçoit. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import {
  ParseOption,
  XmlBufferInputProvider,
  XmlDocument,
  XsdValidator,
  xmlRegisterInputProvider,
} from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { lireCdar } from '../../lecture/lire-cdar.ts'
import type { FactureLue } from '../electronique/modele.ts'
import { ecrireCdar, type MessageAEcrire } from './cdar.ts'
import { etatDElectronique } from './etat.ts'
import { etatDeRecue, fautesDeReception } from './recevoir.ts'
import { aDireEncaisse, codesStatut, estDernier, fichesStatut, ouEnEst, voieDe } from './statuts.ts'

const statutArb = fc.record({
  code: fc.constantFrom(...codesStatut),
  le: fc.integer({ min: 0, max: 500 }).map((m) => new Date(Date.UTC(2026, 10, 25, 9, m))),
  motif: fc.constant(null),
})

describe('où en est une facture', () => {
  it('ne dépend pas de l’ordre où ses messages arrivent ; refusée, rejetée, annulée ou encaissée, elle le reste', () =>
    fc.assert(
      fc.property(fc.array(statutArb, { minLength: 1, maxLength: 8 }), (tous) => {
        const dit = ouEnEst(tous)
        expect(ouEnEst(tous.toReversed())?.code).toBe(dit?.code)
        expect(estDernier(dit?.code ?? 200)).toBe(tous.some((s) => estDernier(s.code)))
      }),
    ))
  it('un encaissement partiel ne la clôt pas ; à la même minute, le plus avancé vaut', () => {
    const le = new Date('2026-11-25T09:00:30Z')
    const en = (code: 202 | 203 | 205 | 212, apres = 0) => ({
      code,
      le: new Date(le.getTime() + apres),
      motif: null,
    })
    expect(ouEnEst([en(203), en(202, 10_000)])?.code).toBe(203)
    expect(ouEnEst([en(205), en(212, 60_000)], { solde: false })?.code).toBe(205)
    expect(ouEnEst([en(205), en(212, 60_000)])?.code).toBe(212)
    expect(ouEnEst([en(212)], { solde: false })).toBeUndefined()
  })
  it('chaque statut dit qui agit et ce qui suit ; ceux qui arrêtent tout mènent à l’avoir', () => {
    for (const code of codesStatut) expect(fichesStatut[code].suite.length).toBeGreaterThan(5)
    for (const code of [210, 213] as const)
      expect(fichesStatut[code]).toMatchObject({ quiAgit: 'nous', suite: expect.stringContaining('avoir') })
  })
  it('part par Chorus Pro, la plateforme ou la main selon qui achète', () => {
    const f = { publique: false, professionnel: true, pays: 'FR', plateforme: true }
    expect([
      voieDe(f),
      voieDe({ ...f, publique: true }),
      voieDe({ ...f, professionnel: false }),
      voieDe({ ...f, pays: 'BE' }),
      voieDe({ ...f, plateforme: false }),
    ]).toEqual(['plateforme', 'chorus', 'main', 'main', 'main'])
  })
})

describe('d’un mot', () => {
  const f = {
    voie: 'main',
    flux: null,
    empreinte: null,
    essais: 0,
    deposeLe: null,
    echec: null,
    closLe: null,
    ttc: 12_000,
    regle: 0,
    avoirs: 0,
    statuts: [],
  } as const
  const refus = [{ code: 210, le: '2026-11-25T09:00:00Z', motif: 'Commande' }] as const
  it('une facture refusée attend son avoir, puis plus rien ; un dépôt refusé se répare', () => {
    expect(etatDElectronique({ ...f, statuts: refus })).toMatchObject({
      mot: 'refusée',
      quiAgit: 'nous',
      motif: 'Commande',
    })
    expect(etatDElectronique({ ...f, statuts: refus, avoirs: -12_000 })).toMatchObject({
      mot: 'refusée',
      quiAgit: 'personne',
    })
    expect(etatDElectronique({ ...f, voie: null })).toMatchObject({ mot: 'pas encore partie' })
    const refuse = { ...f, echec: 'Virus', closLe: new Date() }
    expect(etatDElectronique(refuse)).toMatchObject({ mot: 'ne part pas', motif: 'Virus' })
    expect(etatDElectronique({ ...refuse, flux: 'x' })).toMatchObject({
      mot: 'refusée à ses contrôles',
    })
    expect(etatDElectronique({ ...f, deposeLe: new Date() })).toMatchObject({
      mot: 'prise par la plateforme',
    })
  })
  it('à Chorus Pro, ce qui y est peut-être, ou y a un incident, attend une personne ; ce qui n’a pas pu y entrer se refait', () => {
    const c = { ...f, voie: 'chorus', echec: 'Il y est peut-être.' } as const
    const nous = { quiAgit: 'nous', forme: 'manquant', motif: c.echec }
    expect(etatDElectronique({ ...c, essais: 1 })).toMatchObject({ ...nous, mot: 'y est peut-être' })
    expect(etatDElectronique(c)).toMatchObject({ quiAgit: 'plateforme', mot: 'ne part pas encore' })
    const pris = { ...c, essais: 1, flux: 'CPP1', deposeLe: new Date() }
    expect(etatDElectronique({ ...pris, empreinte: 'a'.repeat(64) })).toMatchObject({
      ...nous,
      mot: 'prise, avec un incident',
    })
    expect(etatDElectronique(pris)).toMatchObject({ forme: 'declare' })
  })
  it('un dépôt qui se refait de lui-même ne demande rien ; payée en partie, elle n’est pas dite payée', () => {
    expect(etatDElectronique({ ...f, echec: 'Injoignable' })).toMatchObject({
      mot: 'ne part pas encore',
      quiAgit: 'plateforme',
      suite: expect.stringContaining('nouvel essai'),
    })
    const encaissee = {
      ...f,
      deposeLe: new Date(),
      statuts: [{ code: 212, le: '2026-11-25T09:00:00Z', motif: null }],
    } as const
    expect(etatDElectronique({ ...encaissee, regle: 1_000 })).toMatchObject({
      mot: 'prise par la plateforme',
    })
    expect(etatDElectronique({ ...encaissee, regle: 12_000 })).toMatchObject({ mot: 'encaissée' })
    // Un avoir en ôte une part : le reste payé, elle l’est.
    expect(etatDElectronique({ ...encaissee, regle: 10_000, avoirs: -2_000 })).toMatchObject({
      mot: 'encaissée',
    })
  })
})

describe('ce qui est encaissé', () => {
  const f = {
    parTaux: [
      { taux: 2000, ttc: 12_000 },
      { taux: 0, ttc: 8_000 },
    ],
    ttc: 20_000,
    debits: false,
  }
  it('se dit par taux, au prorata, une fois ; rien de l’exonéré, ni d’après les débits', () => {
    expect(aDireEncaisse({ ...f, regle: 10_000, dits: [] })).toEqual([{ taux: 2000, montant: 6_000 }])
    expect(aDireEncaisse({ ...f, regle: 10_000, dits: [{ taux: 2000, montant: 6_000 }] })).toEqual([])
    expect(aDireEncaisse({ ...f, regle: 20_000, debits: true, dits: [] })).toEqual([])
    // Un versement annulé se reprend.
    expect(aDireEncaisse({ ...f, regle: 0, dits: [{ taux: 2000, montant: 6_000 }] })).toEqual([
      { taux: 2000, montant: -6_000 },
    ])
  })
  it('dit en plusieurs fois, fait en tout ce qui est payé', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 6 }), (regles) => {
        let dits: readonly { taux: number; montant: number }[] = []
        for (const regle of regles) dits = [...dits, ...aDireEncaisse({ ...f, regle, dits })]
        const total = dits.reduce((t, d) => t + d.montant, 0)
        expect(total).toBe(Math.round((12_000 * (regles.at(-1) ?? 0)) / 20_000))
      }),
    ))
})

const message: MessageAEcrire = {
  id: 'm-1',
  code: 212,
  le: new Date('2026-12-20T10:05:00Z'),
  facture: {
    numero: 'FA-2026-0001',
    type: '380',
    du: '2026-11-25',
    recueLe: new Date('2026-11-25T09:00:00Z'),
  },
  vendeur: { siren: '999120470', nom: 'Langue & Lien' },
  acheteur: { siren: '999381650', nom: 'Ateliers <Belledonne>' },
  de: 'vendeur',
  encaisse: [
    { taux: 2000, montant: 12_050 },
    { taux: 550, montant: 1_000 },
  ],
}
const afnor = resolve(import.meta.dirname, '../../../../../../shared/donnees/afnor')
const siPresent = existsSync(afnor) ? it : () => {}

describe('un message de cycle de vie', () => {
  it('écrit puis relu dit la même chose', async () => {
    const lu = await lireCdar(Buffer.from(ecrireCdar(message)))
    expect(lu).toMatchObject({
      ok: true,
      value: [
        {
          numero: 'FA-2026-0001',
          emetteur: '999120470',
          code: 212,
          le: message.le,
          motif: null,
          encaisse: message.encaisse,
        },
      ],
    })
    const refus = await lireCdar(
      Buffer.from(
        ecrireCdar({
          ...message,
          code: 210,
          de: 'acheteur',
          encaisse: [],
          motif: { code: 'AUTRE', libelle: 'Notre commande & son n° manquent' },
        }),
      ),
    )
    expect(refus).toMatchObject({ value: [{ code: 210, motif: 'Notre commande & son n° manquent' }] })
  })
  it('tronqué, ou d’un autre genre, ne change rien', async () => {
    for (const t of [
      '',
      '<a/>',
      ecrireCdar(message).slice(0, 900),
      ecrireCdar(message).replaceAll('>212<', '>999<'),
    ])
      expect(await lireCdar(Buffer.from(t))).toMatchObject({ ok: false })
  })
  it('un motif vide n’en est pas un ; trop long, parlant de trop de factures ou d’une date impossible, il ne se lit pas', async () => {
    const refus = ecrireCdar({ ...message, code: 210, encaisse: [], motif: { code: 'X', libelle: 'Y' } })
    const lire = async (t: string) => lireCdar(Buffer.from(t))
    expect(await lire(refus.replace('>X</ram:ReasonCode>', '></ram:ReasonCode>'))).toMatchObject({
      value: [{ motifCode: null, motif: 'Y' }],
    })
    const [, reference = ''] =
      /(<ram:ReferenceReferencedDocument>.*<\/ram:ReferenceReferencedDocument>)/.exec(refus) ?? []
    expect(await lire(refus.replace(reference, reference.repeat(1_001)))).toMatchObject({
      error: { code: 'trop-lourd' },
    })
    expect(await lire(refus.replace('>Y<', `>${'Y'.repeat(1_000_000)}<`))).toMatchObject({
      error: { code: 'trop-lourd' },
    })
    expect(await lire(refus.replaceAll('>20261220', '>00001220'))).toMatchObject({ ok: false })
  })
  siPresent('suit le schéma D22B, dit par l’un ou par l’autre', () => {
    const dossier = resolve(afnor, 'cdar-d22b-xsd')
    const lus = Object.fromEntries(
      readdirSync(dossier).map((f) => [`cdar/${f}`, new Uint8Array(readFileSync(resolve(dossier, f)))]),
    )
    xmlRegisterInputProvider(new XmlBufferInputProvider(lus))
    const racine = 'cdar/CrossDomainAcknowledgementAndResponse_100pD22B.xsd'
    const valideur = XsdValidator.fromDoc(
      XmlDocument.fromBuffer(lus[racine] ?? new Uint8Array(), { url: racine }),
    )
    for (const m of [
      message,
      {
        ...message,
        code: 207 as const,
        de: 'acheteur' as const,
        encaisse: [],
        motif: { code: 'TX_TVA_ERR', libelle: 'Taux' },
      },
    ])
      valideur.validate(
        XmlDocument.fromBuffer(Buffer.from(ecrireCdar(m)), { option: ParseOption.XML_PARSE_NONET }),
      )
  })
  siPresent('les dix messages publiés se lisent : code, jour, montant, motif', async () => {
    const dits = await Promise.all(
      readdirSync(resolve(afnor, 'cdar-exemples')).map(async (f) => {
        const lu = await lireCdar(readFileSync(resolve(afnor, 'cdar-exemples', f)))
        return lu.ok
          ? [f.replace(/^.*CDV-(\d+).*$/, '$1'), ...lu.value.map((s) => s.code)]
          : [f, lu.error.phrase]
      }),
    )
    expect(dits).toHaveLength(10)
    for (const [attendu, ...codes] of dits) expect(codes).toEqual([Number(attendu)])
    const encaissee = await lireCdar(
      readFileSync(resolve(afnor, 'cdar-exemples/UC1_F202500003_07-CDV-212_Encaissee.xml')),
    )
    expect(encaissee).toMatchObject({
      value: [{ le: new Date('2025-08-02T10:00:00Z'), encaisse: [{ taux: 2000, montant: 1_200_000 }] }],
    })
    const litige = await lireCdar(
      readFileSync(resolve(afnor, 'cdar-exemples/UC4_F202500006_04-CDV-207_En_litige.xml')),
    )
    expect(litige).toMatchObject({ value: [{ motifCode: 'TX_TVA_ERR', motif: 'Taux de TVA erroné' }] })
  })
})

describe('une facture reçue', () => {
  const partie = (siren: string, nom: string) => ({
    nom,
    identifiants: [],
    legal: { id: siren, schema: '0002' },
    tva: [],
    fiscal: [],
    adresses: [],
    adresse: undefined,
  })
  const f = {
    numero: 'NC-118',
    devise: 'EUR',
    vendeur: partie('999222222', 'Numerik Commun'),
    acheteur: partie('999120470', 'Langue & Lien'),
  } as unknown as FactureLue
  const ici = { siren: '999120470', nom: 'Langue & Lien', dejaRecue: false }
  it('pour une autre, de nous-mêmes, déjà là sous un autre fichier, ou en dollars, est mise à part', () => {
    const ids = (x: FactureLue, i = ici) => fautesDeReception(x, i).map((r) => r.id)
    expect(ids(f)).toEqual([])
    expect(ids({ ...f, acheteur: partie('999333333', 'Autre') })).toEqual(['DESTINATAIRE'])
    expect(ids({ ...f, acheteur: undefined })).toEqual(['DESTINATAIRE'])
    expect(ids({ ...f, vendeur: f.acheteur })).toEqual(['EMETTEUR'])
    expect(ids({ ...f, devise: 'USD' }, { ...ici, dejaRecue: true })).toEqual(['DOUBLON', 'DEVISE'])
  })
  it('n’a qu’un état, le plus décisif de ce qui fut répondu', () => {
    expect([
      etatDeRecue(0, []),
      etatDeRecue(2, []),
      etatDeRecue(0, [207]),
      etatDeRecue(0, [207, 205]),
      etatDeRecue(1, [210]),
      etatDeRecue(0, [205, 220]),
    ]).toEqual(['a-repondre', 'a-part', 'en-litige', 'approuvee', 'refusee', 'annulee'])
  })
})
