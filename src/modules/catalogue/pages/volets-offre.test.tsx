import { describe, expect, it } from 'vitest'
import { emptyForm } from '#web/form.ts'
import { type CleRubrique, rubriques } from '../domain/rubriques.ts'
import { fields } from './champs-offre.ts'
import { ChampsOffre } from './volets-offre.tsx'

const html = String(<ChampsOffre form={emptyForm()} />)
/** Ce qui se lit à côté du champ : son nom, et quand il se demande. */
const etiquette = (champ: string) =>
  (new RegExp(`<label for="c-${champ}">(.*?)</label>`, 's').exec(html)?.[1] ?? '').replace(/<[^>]+>/g, '')

describe('le formulaire d’une offre', () => {
  it('ne dit facultatif rien de ce que l’adoption ou la publication demandera, et dit laquelle', () => {
    const cles = (Object.keys(rubriques) as CleRubrique[]).filter((c) => c !== 'nature' && c !== 'contact')
    for (const cle of cles) {
      const bloque = 'bloque' in rubriques[cle]
      expect(etiquette(cle), cle).toMatch(bloque ? /obligatoire pour valider$/ : /obligatoire pour publier$/)
    }
    // Un courriel ou un téléphone : la rubrique est une, et le premier champ le dit.
    expect(etiquette('contactCourriel')).toContain('obligatoire pour publier')
  })
  it('ne dit facultatif que ce qu’aucune étape ne demande', () => {
    const libres = Object.keys(fields.shape).filter((c) => etiquette(c).endsWith('facultatif'))
    expect(libres.toSorted()).toEqual(['contact', 'contactTelephone', 'resultats'])
  })
})
