import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { direDuree, lireArguments } from './essayer.ts'
import { environnementDeTest, sommerComptes } from './vitest.ts'

/** Les nombres et leurs unités tiennent ensemble. */
const insecable = (texte: string) => texte.replaceAll(' ', '\u00a0')

describe('npm test', () => {
  it('sans mot, passe tout et ne tolère aucun projet vide', () => {
    expect(lireArguments([])).toEqual({ projets: ['unit', 'base', 'parcours'], args: [], choisi: false })
  })

  it('avec un nom de projet, ne passe que lui', () => {
    expect(lireArguments(['base'])).toEqual({ projets: ['base'], args: [], choisi: true })
  })

  it('remet les autres mots à Vitest', () => {
    expect(lireArguments(['unit', 'src/kernel', '-t', 'férié'])).toEqual({
      projets: ['unit'],
      args: ['src/kernel', '-t', 'férié'],
      choisi: true,
    })
  })

  it('dit ce que chaque part a pris', () => {
    expect([4_400, 59_600, 425_000].map(direDuree)).toEqual(
      ['4 s', '1 min 00 s', '7 min 05 s'].map(insecable),
    )
  })

  it('n’emporte pas les réglages de l’instance du développeur', () => {
    const env = environnementDeTest(
      {
        PATH: '/usr/bin',
        DATABASE_URL: 'postgres://vraie',
        COFORME_DONNEES: '/srv/vraies',
        COFORME_CHROMIUM: '/opt/chromium',
        SMTP_URL: 'smtp://vrai',
        PGHOST: 'vrai',
      },
      true,
    )
    expect(env).toEqual({ PATH: '/usr/bin', COFORME_CHROMIUM: '/opt/chromium', TZ: 'UTC' })
  })

  it('laisse passer ce que « npm run murs » règle : sans cela, il n’en jouerait que l’échantillon', () => {
    const regles = [
      ...readFileSync(`${import.meta.dirname}/murs.ts`, 'utf8').matchAll(
        /process\.env\.(COFORME_\w+) \?\?=/g,
      ),
    ].map((m) => m[1] ?? '')
    expect(regles.length).toBeGreaterThan(3)
    for (const nom of regles) expect(environnementDeTest({ [nom]: '1' }, true), nom).toHaveProperty(nom, '1')
  })

  it('n’écrit pas de couleur hors d’un terminal', () => {
    expect(environnementDeTest({}, false)).toMatchObject({ NO_COLOR: '1' })
  })
})

describe('les comptes', () => {
  const ligne = { passes: 3, echoues: 0, sautes: 0 }

  it('s’additionnent', () => {
    expect(sommerComptes([ligne, { passes: 1, echoues: 2, sautes: 1 }], 1, false)).toEqual({
      passes: 4,
      echoues: 2,
      sautes: 1,
    })
  })

  it('gardent un échec quand Vitest s’arrête mal sans en avoir compté', () => {
    expect(sommerComptes([ligne], 1, false).echoues).toBe(1)
    expect(sommerComptes([], 139, true).echoues).toBe(1)
  })

  it('tiennent un projet sans test pour un échec, sauf s’il a été filtré', () => {
    expect(sommerComptes([], 0, false).echoues).toBe(1)
    expect(sommerComptes([], 0, true).echoues).toBe(0)
  })
})
