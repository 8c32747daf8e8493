import { describe, expect, it } from 'vitest'
import { lireOctetsXml } from '#platform/xml/lire-xml.ts'
import { ecrireCii } from '../domain/electronique/ecrire-cii.ts'
import { reglesRompues } from '../domain/electronique/verifier.ts'
import { lireCii } from '../lecture/lire-cii.ts'
import { ouvrirSchemas } from '../lecture/valider-schema.ts'
import { exemplesFactures } from '../test/exemples-factures.ts'
import { direQuantite } from './donnees-facture.ts'
import { deLaFactureFigee } from './facture-electronique.ts'

const fautesDeSchema = await ouvrirSchemas()

it.each([
  [1000, 'forfait', '1 forfait'],
  [2000, 'forfait', '2 forfaits'],
  [1500, 'jour', '1,5 jour'],
  [12_000, 'stagiaire', '12 stagiaires'],
] as const)('%i millièmes de %s se disent « %s »', (millemes, unite, dit) =>
  expect(direQuantite(millemes, unite).replace(/\s/g, ' ')).toBe(dit),
)

const { facture, taxee, avoir } = exemplesFactures({
  nom: 'Langue & Lien',
  forme: 'Société coopérative à capital variable',
  adresse: { lignes: ['16 rue des Passerelles'], codePostal: '38130', ville: 'Échirolles' },
  siret: '99912047000011',
  telephone: '04 76 00 00 00',
  courriel: 'contact@exemple.test',
  nda: '84380999938',
  prefet: 'de la région Auvergne-Rhône-Alpes',
})

const forfait = { quantite: 1000, unite: 'forfait' } as const
const lire = (f: typeof facture) => {
  const r = ecrireCii(
    deLaFactureFigee(f, {
      professionnel: true,
      adresse: { ...f.payeur.adresse, pays: 'FR' },
      lignes: f.lignes.map((l) => (l.taux === 0 ? { ...forfait, sansTaxe: 'formation' as const } : forfait)),
    }),
  )
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  const lu = lireOctetsXml(Buffer.from(r.value))
  if (!lu.ok) throw new Error(lu.error.phrase)
  const dite = lireCii(lu.value)
  expect([fautesDeSchema(Buffer.from(r.value), 'en16931'), reglesRompues(dite)]).toEqual([[], []])
  return dite
}

describe('une facture figée devient une facture électronique', () => {
  it('par subrogation, exonérée : l’OPCO achète, l’entreprise est nommée, l’accord cité', () => {
    const d = lire(facture)
    expect(d).toMatchObject({
      type: '380',
      cadre: 'S1',
      acheteur: { nom: 'Opco Industrie & Montagne' },
      contrat: 'CV-2026-0147',
      totaux: { ttc: '1470.00' },
    })
    expect(d.notes.map((n) => n.texte).join(' ')).toMatch(/Ateliers Belledonne.*26-88310/)
    expect(d.lignes.map((l) => [l.quantite, l.unite, l.categorie])).toEqual([
      ['1', 'C62', 'E'],
      ['1', 'C62', 'E'],
    ])
  })
  it('un acompte taxé, un avoir qui cite sa facture', () => {
    expect(lire(taxee)).toMatchObject({
      type: '386',
      totaux: { ht: '620.00', ttc: '744.00' },
      ventilation: [{ categorie: 'S', taux: '20.00', codeDateTva: '5' }],
    })
    expect(lire(avoir)).toMatchObject({
      type: '381',
      anterieures: [{ numero: 'FA-2026-0031', date: '2026-11-20' }],
      totaux: { ttc: '210.00' },
    })
  })
})
