/** Les factures que nous écrivons, tirées au hasard de tous les régimes et de tous les payeurs, face au schéma, à nos règles et aux schématrons. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lireOctetsXml } from '#platform/xml/lire-xml.ts'
import { lireCii } from '../../lecture/lire-cii.ts'
import { ouvrirSchemas } from '../../lecture/valider-schema.ts'
import { exemple } from '../../test/exemple-electronique.ts'
import { combien, factureArb } from '../../test/factures-au-hasard.ts'
import { jouer } from '../../test/schematrons.ts'
import type { FactureAEcrire } from './a-ecrire.ts'
import { ecrireCii } from './ecrire-cii.ts'
import { reglesRompues } from './verifier.ts'

const fautesDeSchema = await ouvrirSchemas()

const ecrire = (f: FactureAEcrire): string => {
  const r = ecrireCii(f)
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const juger = (xml: string) => {
  const lu = lireOctetsXml(Buffer.from(xml))
  if (!lu.ok) throw new Error(lu.error.phrase)
  const facture = lireCii(lu.value)
  return { facture, regles: reglesRompues(facture), schema: fautesDeSchema(Buffer.from(xml), 'en16931') }
}

describe('une facture écrite', () => {
  it('dit ce que le papier dit', () =>
    expect(juger(ecrire(exemple)).facture).toMatchObject({
      numero: 'FA-2026-0031',
      date: '2026-11-20',
      type: '380',
      cadre: 'S1',
      echeance: '2026-12-20',
      vendeur: { nom: 'Langue & Lien', adresses: [{ schema: '0225', id: '999120470' }] },
      acheteur: { legal: { schema: '0002', id: '999381650' } },
      ventilation: [{ categorie: 'E', taux: '0.00', codeMotif: 'VATEX-FR-CGI261-4' }],
      lignes: [{ quantite: '14', unite: 'HUR', prixNet: '100.00', montant: '1400.00' }],
      totaux: { ht: '1400.00', ttc: '1400.00', net: '1400.00' },
    }))
  it('suit le schéma, tient à nos règles et aux trois schématrons officiels, quel que soit le régime ou le payeur', {
    timeout: 3_600_000,
  }, () => {
    fc.assert(
      fc.property(factureArb, (f) => {
        const xml = ecrire(f)
        const { regles, schema, facture } = juger(xml)
        expect({
          schema,
          regles,
          en: jouer('en', xml),
          fx: jouer('fx', xml),
          fr: jouer('fr', xml),
        }).toEqual({ schema: [], regles: [], en: [], fx: [], fr: [] })
        expect(facture.lignes.map((l) => l.nom)).toEqual(f.lignes.map((l) => l.libelle.trim()))
      }),
      { numRuns: combien },
    )
  })
})

describe('ce que la norme demande et que le dossier n’a pas', () => {
  const { vendeur, acheteur, reglement } = exemple
  const sans = <T extends object>(o: T, c: keyof T): T => {
    const { [c]: _, ...reste } = o
    return reste as T
  }
  it.each<readonly [string, FactureAEcrire]>([
    ['numero', { ...exemple, numero: 'FA 2026' }],
    ['vendeur.siren', { ...exemple, vendeur: { ...vendeur, siren: '12' } }],
    ['vendeur.tva', { ...exemple, vendeur: { ...vendeur, tva: '21999' } }],
    ['vendeur.adresse', { ...exemple, vendeur: { ...vendeur, adresse: { ...vendeur.adresse, ville: '' } } }],
    ['acheteur.nom', { ...exemple, acheteur: { ...acheteur, nom: ' ' } }],
    [
      'acheteur.siren',
      {
        ...exemple,
        acheteur: { ...sans(acheteur, 'siren'), adresseElectronique: { schema: '0225', id: '1' } },
      },
    ],
    ['acheteur.siret', { ...exemple, acheteur: { ...acheteur, siret: '11111111100001' } }],
    [
      'acheteur.adresse.pays',
      {
        ...exemple,
        acheteur: { ...acheteur, professionnel: false, adresse: { ...acheteur.adresse, pays: '' } },
      },
    ],
    [
      'acheteur.adresseElectronique',
      { ...exemple, acheteur: { ...sans(acheteur, 'siren'), professionnel: false } },
    ],
    [
      'acheteur.adresseElectronique',
      { ...exemple, acheteur: { ...acheteur, adresseElectronique: { schema: 'EM', id: 'a@b.test' } } },
    ],
    ['emiseLe', { ...exemple, emiseLe: '2026-02-30' }],
    ['echeance', { ...exemple, echeance: '2026-11-01' }],
    ['periode', { ...exemple, periode: { du: '2026-11-18', au: '2026-11-17' } }],
    ['corrige', { ...exemple, genre: 'avoir' }],
    ['lignes', { ...exemple, lignes: [], totaux: { ht: 0, tva: 0, ttc: 0 } }],
    ['lignes[0].libelle', { ...exemple, lignes: exemple.lignes.map((l) => ({ ...l, libelle: '' })) }],
    ['lignes[0].sansTaxe', { ...exemple, lignes: exemple.lignes.map((l) => sans(l, 'sansTaxe')) }],
    ['totaux', { ...exemple, totaux: { ...exemple.totaux, ttc: 140_001 } }],
    ['reglement.iban', { ...exemple, reglement: { ...reglement, moyen: 'virement', iban: '' } }],
    ['reglement.penalites', { ...exemple, reglement: { ...reglement, moyen: 'cheque', penalites: '' } }],
    ['reglement.escompte', { ...exemple, reglement: { moyen: 'cheque', penalites: 'x', indemnite: 4000 } }],
  ])('%s : se refuse par son champ, et lui seul', (champ, f) => {
    const r = ecrireCii(f)
    expect(r.ok ? [] : r.error.map((e) => e.champ)).toEqual([champ])
  })
  it.each(['dedit', 'territoire', 'service-ailleurs'] as const)(
    'ce qui est hors du champ de la TVA (%s) ne se mêle à rien',
    (sansTaxe) => {
      const [l] = exemple.lignes
      if (!l) throw new Error('sans ligne')
      const f = {
        ...exemple,
        lignes: [l, { ...l, sansTaxe }],
        totaux: { ht: 280_000, tva: 0, ttc: 280_000 },
      }
      const r = ecrireCii(f)
      expect(r.ok ? [] : r.error.map((e) => e.code)).toEqual(['hors-champ-mele'])
    },
  )
  it('un particulier n’a ni pénalités ni indemnité : les notes disent « sans objet »', () => {
    const f: FactureAEcrire = {
      ...exemple,
      acheteur: {
        ...sans(acheteur, 'siren'),
        professionnel: false,
        adresseElectronique: { schema: 'EM', id: 'a@b.test' },
      },
      reglement: { moyen: 'cheque', escompte: 'aucun' },
    }
    const { facture, regles } = juger(ecrire(f))
    expect(regles).toEqual([])
    expect(facture.notes).toEqual([
      { code: 'PMD', texte: 'Sans objet.' },
      { code: 'PMT', texte: 'Sans objet.' },
      { code: 'AAB', texte: 'Escompte : aucun.' },
      { code: 'BAR', texte: 'B2C' },
    ])
  })
})
