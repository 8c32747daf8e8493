import { expect, it } from 'vitest'
import { autreLieu, autresSalles, sallesADire } from './lieu-perime.ts'

const siege = { nom: 'Salle Duras, Siège', ville: 'Rennes' }

it('un autre lieu n’est pas le même écrit avec sa ville, une majuscule ou un accent de moins', () => {
  for (const meme of ['Salle Duras, Siège, Rennes', 'Salle Duras, Siège', 'SALLE DURAS, Siege, rennes'])
    expect(autreLieu(siege, meme), meme).toBe(false)
  for (const autre of ['Salle Senghor, Siège, Rennes', 'Salle Duras, Siège, Brest', 'À distance'])
    expect(autreLieu(siege, autre), autre).toBe(true)
  // Une pièce qui n’en dit aucun, ou un lieu qui n’a pas été lu.
  expect([autreLieu(null, 'Rennes'), autreLieu(undefined, 'Rennes'), autreLieu(siege, undefined)]).toEqual([
    false,
    false,
    false,
  ])
})

it('ne dit que les salles que le lieu ne nomme pas', () => {
  const demie = (debut: string, ...salles: readonly string[]) => ({ date: '2026-12-14', debut, salles })
  const dites = sallesADire('Duras, Siège, Rennes', [
    demie('09:00', 'Duras'),
    demie('13:30', 'Senghor', 'Duras'),
    demie('18:00'),
  ])
  expect(dites).toEqual([{ date: '2026-12-14', debut: '13:30', salle: 'Senghor et Duras' }])
  // « Duras » ne se lit pas dans « Duras bis ».
  expect(sallesADire('Duras bis, Siège', [demie('09:00', 'Duras')])).toHaveLength(1)
  expect(autresSalles({ ...siege, salles: dites }, dites)).toBe(false)
  expect(autresSalles(siege, dites)).toBe(true)
  expect(autresSalles({ ...siege, salles: dites }, [])).toBe(true)
})
