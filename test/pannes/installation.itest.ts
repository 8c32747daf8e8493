import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { empreinteInstallation, environnementNpm, installationSuffit } from '../../tools/installation.mjs'

let racine = ''
const ecrire = (nom: string, contenu: unknown) =>
  writeFileSync(join(racine, nom), typeof contenu === 'string' ? contenu : JSON.stringify(contenu))

const paquet = {
  version: '0.1.0',
  dependencies: { a: '1.0.0' },
  devDependencies: { b: '1.0.0' },
  optionalDependencies: { ici: '1.0.0', loin: '1.0.0' },
}
const entrees = {
  'node_modules/a': { version: '1.0.0' },
  'node_modules/b': { version: '1.0.0', dev: true },
  'node_modules/ici': { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] },
  'node_modules/loin': { version: '1.0.0', optional: true, os: ['aix'] },
}
const verrou = { version: '0.1.0', packages: { '': { version: '0.1.0' }, ...entrees } }
const sans = (...noms: (keyof typeof entrees)[]) =>
  Object.fromEntries(Object.entries(entrees).filter(([nom]) => !noms.some((autre) => autre === nom)))
const installe = (packages: object) => ecrire('node_modules/.package-lock.json', { packages })

beforeEach(() => {
  racine = mkdtempSync(join(tmpdir(), 'coforme-installation-'))
  mkdirSync(join(racine, 'node_modules'))
  ecrire('package.json', paquet)
  ecrire('package-lock.json', verrou)
  ecrire('.npmrc', 'ignore-scripts=true\n')
})
afterEach(() => rmSync(racine, { recursive: true }))

describe('L’empreinte de l’installation', () => {
  test('ne change pas avec le numéro de version du projet', () => {
    const avant = empreinteInstallation(racine)
    ecrire('package.json', { ...paquet, version: '0.2.0' })
    ecrire('package-lock.json', {
      ...verrou,
      version: '0.2.0',
      packages: { ...verrou.packages, '': { version: '0.2.0' } },
    })
    expect(empreinteInstallation(racine)).toBe(avant)
  })

  test.each<[string, () => void]>([
    ['une dépendance', () => ecrire('package.json', { ...paquet, dependencies: { a: '1.0.1' } })],
    ['le verrou', () => ecrire('package-lock.json', { ...verrou, packages: { ...sans('node_modules/b') } })],
    ['les réglages de npm', () => ecrire('.npmrc', '')],
  ])('change avec %s', (_titre, changer) => {
    const avant = empreinteInstallation(racine)
    changer()
    expect(empreinteInstallation(racine)).not.toBe(avant)
  })

  test('change avec la plateforme', () => {
    expect(empreinteInstallation(racine, 'linux-x64')).not.toBe(empreinteInstallation(racine, 'linux-arm64'))
  })
})

describe('L’installation', () => {
  const timbrer = (portee: string) =>
    ecrire('node_modules/.coforme-installe', { empreinte: empreinteInstallation(racine), portee })

  test('manque quand rien n’est là, ou quand une interruption n’a rien noté', () => {
    expect(installationSuffit(racine, 'production')).toBe('manque')
    mkdirSync(join(racine, 'node_modules', 'a'))
    expect(installationSuffit(racine, 'production')).toBe('manque')
  })

  test('complète, suffit pour servir comme pour essayer', () => {
    timbrer('tout')
    expect(installationSuffit(racine, 'production')).toBe('suffit')
    expect(installationSuffit(racine, 'tout')).toBe('suffit')
  })

  test('sans les outils, suffit pour servir mais pas pour essayer', () => {
    timbrer('production')
    expect(installationSuffit(racine, 'production')).toBe('suffit')
    expect(installationSuffit(racine, 'tout')).toBe('manque')
  })

  test('périmée, manque', () => {
    timbrer('tout')
    ecrire('.npmrc', '')
    expect(installationSuffit(racine, 'production')).toBe('manque')
  })

  test.each<[string, object, string, string]>([
    ['complet', entrees, 'tout', 'tout'],
    ['complet, sans le paquet d’une autre plateforme', sans('node_modules/loin'), 'tout', 'tout'],
    ['sans les outils', sans('node_modules/b'), 'production', 'manque'],
    ['sans une dépendance', sans('node_modules/a'), 'manque', 'manque'],
    ['sans le paquet de cette plateforme', sans('node_modules/ici'), 'manque', 'manque'],
    ['d’une autre version', { ...entrees, 'node_modules/a': { version: '0.9.0' } }, 'manque', 'manque'],
  ])('reconnaît un « npm ci » fait à la main : %s', (_titre, packages, servir, essayer) => {
    installe(packages)
    expect(installationSuffit(racine, 'production')).toBe(servir)
    expect(installationSuffit(racine, 'tout')).toBe(essayer)
  })
})

test('L’environnement de npm perd ce qui le tromperait, et garde le reste', () => {
  const env = environnementNpm({
    PATH: '/projet/node_modules/.bin:/usr/lib/node_modules/npm/node_modules/x/node-gyp-bin:/usr/bin:/bin',
    HOME: '/home/moi',
    NODE_ENV: 'production',
    npm_package_name: 'coforme',
    npm_lifecycle_event: 'start',
    npm_node_execpath: '/projet/node_modules/.bin/node',
    npm_command: 'run-script',
    npm_config_cache: '/home/moi/.npm',
  })
  expect(env).toEqual({ PATH: '/usr/bin:/bin', HOME: '/home/moi', npm_config_cache: '/home/moi/.npm' })
})
