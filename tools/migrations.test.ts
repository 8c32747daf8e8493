import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deplierDepart, figerMigrations, verifierMigrations } from './migrations.ts'

describe('les migrations', () => {
  let racine = ''
  const ecrire = (nom: string, contenu = 'select 1;\n') =>
    writeFileSync(join(racine, 'db/migrations', nom), contenu)

  beforeEach(() => {
    racine = mkdtempSync(join(tmpdir(), 'coforme-migrations-'))
    mkdirSync(join(racine, 'db/migrations'), { recursive: true })
    writeFileSync(join(racine, 'db/anciennes.json'), JSON.stringify({ commit: 'abc', migrations: [] }))
    ecrire('0001_socle.sql')
    ecrire('0002_organisme.sql')
  })
  afterEach(() => rmSync(racine, { recursive: true, force: true }))

  it('se suivent sans trou', () => {
    expect(verifierMigrations(racine)).toEqual({ fautes: [], nombre: 2, livrees: 0 })
    ecrire('0004_tiers.sql')
    expect(verifierMigrations(racine).fautes).toEqual([
      'db/migrations/0004_tiers.sql\u00a0: le numéro attendu est 0003.',
    ])
  })

  it('reprennent le compte où l’ont laissé celles d’avant le regroupement', () => {
    writeFileSync(
      join(racine, 'db/anciennes.json'),
      JSON.stringify({ commit: 'abc', migrations: [{ nom: '0074_z.sql', empreinte: '' }] }),
    )
    rmSync(join(racine, 'db/migrations/0002_organisme.sql'))
    expect(verifierMigrations(racine).fautes).toEqual([
      'db/migrations/0001_socle.sql\u00a0: le numéro attendu est 0075.',
    ])
  })

  it('portent deux noms différents pour deux numéros différents', () => {
    ecrire('0002_tiers.sql')
    expect(verifierMigrations(racine).fautes).toHaveLength(1)
  })

  it('portent un nom simple', () => {
    ecrire('0003_Été.sql')
    expect(verifierMigrations(racine).fautes[0]).toContain('le nom attendu')
  })

  it('se modifient tant qu’elles ne sont pas livrées, plus ensuite', () => {
    ecrire('0002_organisme.sql', 'select 2;\n')
    expect(verifierMigrations(racine).fautes).toEqual([])
    figerMigrations(racine)
    expect(verifierMigrations(racine)).toEqual({ fautes: [], nombre: 2, livrees: 2 })
    ecrire('0002_organisme.sql', 'select 3;\n')
    expect(verifierMigrations(racine).fautes[0]).toContain('ne se modifie plus')
  })

  it('une fois livrées, se retrouvent avec tout ce que db/ contenait ce jour-là', () => {
    const vers = mkdtempSync(join(tmpdir(), 'coforme-depart-'))
    figerMigrations(racine)
    ecrire('0002_organisme.sql', 'select 2;\n')
    deplierDepart(racine, vers)
    expect(readFileSync(join(vers, 'db/migrations/0002_organisme.sql'), 'utf8')).toBe('select 1;\n')
    expect(readFileSync(join(vers, 'db/anciennes.json'), 'utf8')).toContain('abc')
    rmSync(vers, { recursive: true, force: true })
  })

  it('ne disparaissent pas une fois livrées', () => {
    figerMigrations(racine)
    rmSync(join(racine, 'db/migrations/0002_organisme.sql'))
    expect(verifierMigrations(racine).fautes[0]).toContain('ne peut ni disparaître')
  })
})
