/** Ce que Chorus Pro dit d’un dépôt, contre la simulation : rien n’en est prouvé contre le vrai. */
import { afterAll, expect, it } from 'vitest'
import { chorusSimule } from '../test/chorus-simule.ts'

const c = await chorusSimule()
afterAll(c.fermer)

it('seul un rejet ferme ; un incident, une intégration partielle restent à regarder ; le reste attend', async () => {
  const chorus = c.creer(c.acces)
  for (const [etat, attendu] of [
    ['IN_INTEGRE', { etat: 'integre' }],
    ['IN_REJETE', { etat: 'rejete', motif: 'Code service' }],
    ['IN_INCIDENTE', { etat: 'incident', motif: 'Code service' }],
    ['INTEGRE_PARTIELLEMENT', { etat: 'incident', motif: 'Code service' }],
    ['IN_TRAITE_SE_CPP', { etat: 'attend' }],
  ] as const) {
    c.dire('CPP1', etat, ['Code service'])
    expect(await chorus.compteRendu('CPP1'), etat).toEqual({ ok: true, value: attendu })
  }
})
