import { describe, expect, it } from 'vitest'
import { emptyForm, fieldValue } from '#web/form.ts'
import { ajouterLeReste, type FormulaireDossier, fields, resteDeLAcheteur } from './dossier.form.ts'

const saisi = (acheteur: string, montant: string) =>
  fields.parse({
    acheteur,
    structure: 'Les Ateliers',
    siret: '',
    adresse: '',
    codePostal: '',
    ville: '',
    prenom: '',
    nom: '',
    courriel: '',
    qualite: '',
    individuel: '',
    circonstance: 'etablissement',
    prix: '1 000',
    objectif: '',
    reference: '',
    version: '',
    lignes: [
      {
        dispositif: 'opco-plan',
        payeur: 'Opco',
        montant,
        subrogation: '',
        accord: '',
        accordLe: '',
        pour: '',
        heures: '',
      },
    ],
  })

describe('la part d’un financeur sous le prix', () => {
  const form = emptyForm(undefined, {
    lignes: [{ dispositif: 'opco-plan', montant: '700' }],
  }) as unknown as FormulaireDossier
  it('propose la ligne du reste, à la charge de l’acheteur', () => {
    const d = saisi('entreprise', '700')
    expect(resteDeLAcheteur(d)).toBe(30_000)
    const apres = ajouterLeReste(form, d)
    expect([
      fieldValue(apres, 'lignes[1].dispositif' as never),
      fieldValue(apres, 'lignes[1].montant' as never),
    ]).toEqual(['entreprise', '300,00'])
    expect(fieldValue(apres, 'lignes[0].montant' as never)).toBe('700')
  })
  it('ne propose rien quand les parts font le prix, ni à l’organisme qui sous-traite', () => {
    expect(resteDeLAcheteur(saisi('entreprise', '1 000'))).toBeUndefined()
    expect(resteDeLAcheteur(saisi('organisme-formation', '700'))).toBeUndefined()
  })
})
