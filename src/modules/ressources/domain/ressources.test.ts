import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import {
  attributionDe,
  aUneVersionPlusRecente,
  citerEnUneLigne,
  direRefusDeRessource,
  estPerimee,
  licencesHeritees,
  licencesQuiSeReprennent,
  seDiffuseSous,
  texteDeLicence,
} from './ressources.ts'

const jour = '2026-11-24' as DateCivile
const copie = {
  titre: 'Recevoir sans stéréotype',
  rang: 2,
  auteurs: 'Léa Ndiaye et Amine Ben Saïd',
  titulaire: 'Léa Ndiaye (CESA)',
  licence: 'cc-by-sa',
  nomDeLaLicence: 'CC BY-SA 4.0',
  nomDeLaSource: '',
  dApres: '',
  dApresLicence: null,
  tiers: '',
  valableAu: null,
  sources: '',
  cooperative: 'Les Tisserands',
  nomDuPole: 'Pôle Formation',
} as const

it('le partage à l’identique s’hérite, et rien ne part d’une œuvre réservée', () => {
  expect(licencesHeritees.filter((h) => h.startsWith('cc-by-sa >'))).toEqual(['cc-by-sa > cc-by-sa'])
  expect(licencesHeritees.filter((h) => h.startsWith('cc-by-nc-sa >'))).toEqual(['cc-by-nc-sa > cc-by-nc-sa'])
  expect(licencesHeritees.filter((h) => h.startsWith('pole >'))).toEqual(['pole > pole'])
  expect(licencesHeritees.filter((h) => h.startsWith('reserve >'))).toEqual([])
  expect(licencesHeritees.filter((h) => h.startsWith('cc-by >'))).toHaveLength(5)
  expect([seDiffuseSous('cc-by', 'reserve'), seDiffuseSous('pole', 'cc-by')]).toEqual([true, false])
  expect(licencesQuiSeReprennent).not.toContain('reserve')
})

it('une copie dit l’œuvre, ses auteurs, ses droits, sa source, sa licence, et qui l’a prise', () => {
  const dite = attributionDe(copie, { cooperative: 'Langue & Lien', jour })
  expect(dite.map(([quoi]) => quoi)).toEqual([
    'Œuvre',
    'Auteurs',
    'Titulaire des droits',
    'Source',
    'Licence',
    'Contenus de tiers',
    'Copie',
  ])
  const texte = dite.map((l) => l.join(' : ')).join('\n')
  expect(texte).toContain('Léa Ndiaye et Amine Ben Saïd')
  expect(texte).toContain(texteDeLicence('cc-by-sa'))
  expect(texte).toContain('prise par Langue & Lien le 24')
  const autre = attributionDe(
    {
      ...copie,
      licence: 'pole',
      dApres: 'un guide de l’Anlci',
      nomDeLaSource: 'CC BY 4.0',
      valableAu: jour,
      sources: 'https://a.example/s',
    },
    { cooperative: 'Langue & Lien', jour },
  ).map((l) => l.join(' : '))
  expect(autre).toContain('D’après : un guide de l’Anlci')
  expect(autre).toContain('Licence de ce dont elle part : CC BY 4.0')
  expect(autre.join('\n')).not.toContain('creativecommons')
  expect(autre.join('\n')).toContain('https://a.example/s')
  expect(citerEnUneLigne(copie, 'CC BY-SA 4.0')).toMatch(/déposé par Les Tisserands, sous CC BY-SA 4\.0$/)
  expect(citerEnUneLigne({ ...copie, dApres: 'un guide, sous CC BY 4.0' }, 'CC BY-SA 4.0')).toMatch(
    /sous CC BY-SA 4\.0, d’après.: un guide, sous CC BY 4\.0$/,
  )
})

it('un modèle dont le droit n’est plus vérifié, une copie dépassée se disent', () => {
  expect(estPerimee({ valableAu: '2026-11-23' as DateCivile }, jour)).toBe(true)
  expect(estPerimee({ valableAu: jour }, jour)).toBe(false)
  expect(estPerimee({ valableAu: null }, jour)).toBe(false)
  expect(aUneVersionPlusRecente({ rang: 1, dernier: 2 })).toBe(true)
  expect(aUneVersionPlusRecente({ rang: 2, dernier: 2 })).toBe(false)
  expect(direRefusDeRessource('prise')).toBeUndefined()
  expect(direRefusDeRessource('constructor')).toBeUndefined()
  expect(direRefusDeRessource('heritage')?.phrase).toContain('garde sa licence')
})
