import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Form } from '#web/components.tsx'
import { changesSince, openedOn, rebase } from '#web/entre-temps.ts'
import { plusieurs, texte } from '#web/fields.ts'
import { emptyForm, type FormState, readForm } from '#web/form.ts'

const schema = z.object({ nom: texte(), ville: texte(), roles: plusieurs(['a', 'b']) })
type Champs = { nom: string; ville: string; roles: string[] }
const fiche = (c: Champs) => openedOn(emptyForm<keyof Champs>(undefined, c))

/** Ce que renvoie le navigateur de qui a ouvert `ouvert` et l'a rempli de `c`. */
const envoyer = async (ouvert: FormState<keyof Champs>, c: Champs): Promise<FormState<keyof Champs>> => {
  const lu = / name="_lu" value="([^"]*)"/.exec(String(Form({ form: ouvert })))?.[1] ?? ''
  const corps = new URLSearchParams({ nom: c.nom, ville: c.ville, _lu: lu })
  for (const r of c.roles) corps.append('roles', r)
  const r = await readForm(schema, new Request('http://localhost/f', { method: 'POST', body: corps }))
  return r.form
}

const avant: Champs = { nom: 'Langue & Lien', ville: 'Rennes', roles: ['a'] }

describe('un formulaire ouvert avant un changement', () => {
  it('dit ce qui a changé depuis, et rien quand rien n’a changé', async () => {
    const envoye = await envoyer(fiche(avant), { ...avant, nom: 'Neuf' })
    expect(changesSince(envoye, fiche(avant))).toEqual([])
    expect(changesSince(envoye, fiche({ ...avant, ville: 'Brest', roles: ['b', 'a'] }))).toEqual([
      { nom: 'ville', avant: ['Rennes'], maintenant: ['Brest'] },
      { nom: 'roles', avant: ['a'], maintenant: ['b', 'a'] },
    ])
  })

  it('repris, garde les réponses de la personne et suit le reste', async () => {
    const envoye = await envoyer(fiche(avant), { ...avant, nom: 'Neuf', roles: [] })
    const repris = rebase(envoye, fiche({ nom: 'Autre', ville: 'Brest', roles: ['a', 'b'] }))
    expect(Object.fromEntries(repris.values)).toEqual({ nom: ['Neuf'], ville: ['Brest'] })
  })

  it('qui n’a rien emporté, ou des débris, ne retient personne', async () => {
    for (const _lu of ['', 'pas du base64 !', Buffer.from('[1]').toString('base64url'), 'bnVsbA']) {
      const corps = new URLSearchParams({ nom: 'x', ville: 'y', _lu })
      const r = await readForm(schema, new Request('http://localhost/f', { method: 'POST', body: corps }))
      expect([r.ok, changesSince(r.form, fiche(avant))], _lu).toEqual([true, []])
    }
  })

  it('toujours : repris puis renvoyé, il n’est plus en retard, et aucune réponse changée n’est perdue', async () => {
    const mot = fc.constantFrom('', 'Rennes', 'Été', 'a "b" <c>', '=1', '\u00a0é')
    const champs = fc.record({ nom: mot, ville: mot, roles: fc.subarray(['a', 'b']) })
    await fc.assert(
      fc.asyncProperty(champs, champs, champs, async (ouvert, ecrit, actuel) => {
        const envoye = await envoyer(fiche(ouvert), ecrit)
        const repris = rebase(envoye, fiche(actuel))
        expect(changesSince(repris, fiche(actuel))).toEqual([])
        for (const nom of ['nom', 'ville'] as const)
          if (envoye.values.get(nom)?.[0] !== ouvert[nom])
            expect(repris.values.get(nom)).toEqual(envoye.values.get(nom))
      }),
      { numRuns: 200 },
    )
  })
})
