import { expect, it } from 'vitest'
import { jointesAPrendre, jointesDe } from './boite.ts'

it('les fichiers d’un message se trouvent où qu’ils soient : joints, transférés, ou seuls', () => {
  const facture = { part: '2', type: 'application/pdf', size: 10, nom: 'FA-1.pdf' }
  expect(
    jointesDe({
      type: 'multipart/mixed',
      parties: [
        { part: '1', type: 'text/plain', size: 5 },
        facture,
        {
          part: '3',
          type: 'message/rfc822',
          parties: [{ part: '3.1', type: 'application/octet-stream', nom: 'a.XML', size: 4 }],
        },
        { part: '4', type: 'image/png', nom: 'logo.png', size: 3 },
      ],
    }),
  ).toEqual([
    { part: '2', nom: 'FA-1.pdf', taille: 10 },
    { part: '3.1', nom: 'a.XML', taille: 4 },
  ])
  expect(jointesDe({ type: 'application/pdf', size: 9 })).toEqual([
    { part: '1', nom: 'facture.pdf', taille: 9 },
  ])
})

it('un message de poupées russes, ou de mille fichiers, ne coûte que sa borne', () => {
  let poupee: Parameters<typeof jointesDe>[0] = { part: '1', type: 'application/pdf', size: 1 }
  for (let i = 0; i < 5_000; i += 1) poupee = { type: 'multipart/mixed', parties: [poupee] }
  expect(jointesDe(poupee)).toEqual([])
  const mille = Array.from({ length: 1_000 }, (_, i) => ({ part: `${i}`, nom: 'a.pdf', taille: 1 }))
  expect(jointesAPrendre(mille)).toMatchObject({ prises: { length: 10 }, laissees: 990 })
  expect(jointesAPrendre([{ part: '1', nom: 'a.pdf', taille: 40_000_000 }])).toEqual({
    prises: [],
    laissees: 1,
  })
})
