import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { acheteurs, circonstances, listeDispositifs, statutPropose } from './dossier.ts'
import { delaiCpfJours } from './parametres.ts'
import { calculerRegime, type DemandeRegime } from './regime.ts'

const demande = (d: Partial<DemandeRegime> = {}): DemandeRegime => ({
  acheteur: 'entreprise',
  individuelASesFrais: false,
  circonstance: 'etablissement',
  dispositifs: [],
  ...d,
})

describe('le régime se calcule', () => {
  it.each([
    ['une entreprise', demande(), 'convention', 0],
    ['une entreprise, son OPCO', demande({ dispositifs: ['opco-plan', 'entreprise'] }), 'convention', 0],
    [
      'un particulier dans nos locaux',
      demande({ acheteur: 'personne', individuelASesFrais: true }),
      'contrat',
      10,
    ],
    [
      'un particulier à distance',
      demande({ acheteur: 'personne', individuelASesFrais: true, circonstance: 'distance' }),
      'contrat',
      14,
    ],
    [
      'un particulier hors établissement',
      demande({ acheteur: 'personne', individuelASesFrais: true, circonstance: 'hors-etablissement' }),
      'contrat',
      14,
    ],
    [
      'un particulier démarché',
      demande({ acheteur: 'personne', individuelASesFrais: true, circonstance: 'demarchage' }),
      'contrat',
      14,
    ],
    [
      'un particulier aidé par France Travail',
      demande({
        acheteur: 'personne',
        individuelASesFrais: true,
        dispositifs: ['particulier', 'france-travail'],
      }),
      'contrat',
      10,
    ],
    [
      'un micro-entrepreneur et son FAF',
      demande({ acheteur: 'personne', dispositifs: ['faf-non-salaries'] }),
      'convention',
      0,
    ],
    [
      'un micro-entrepreneur seul',
      demande({ acheteur: 'personne', dispositifs: ['autre-formation'] }),
      'convention',
      0,
    ],
    ['un titulaire de CPF', demande({ acheteur: 'personne', dispositifs: ['cdc-cpf'] }), 'cpf', 14],
    [
      'un titulaire de CPF qui paie un reste',
      demande({ acheteur: 'personne', individuelASesFrais: true, dispositifs: ['cdc-cpf', 'particulier'] }),
      'cpf',
      14,
    ],
    [
      'un autre organisme',
      demande({ acheteur: 'organisme-formation', dispositifs: ['autre-of'] }),
      'sous-traitance-recue',
      0,
    ],
  ] as const)('%s', (_nom, d, regime, delaiJours) => {
    expect(calculerRegime(d)).toMatchObject({ ok: true, value: { regime, delaiJours } })
  })
  it.each([
    [demande({ dispositifs: ['cdc-cpf'] }), 'cpf-sans-titulaire'],
    [demande({ dispositifs: ['autre-of'] }), 'of-sans-sous-traitance'],
    [demande({ individuelASesFrais: true }), 'individuel-sans-personne'],
    [demande({ acheteur: 'organisme-formation', dispositifs: ['opco-plan'] }), 'of-ne-paie-pas-tout'],
    [
      demande({ acheteur: 'personne', individuelASesFrais: true, dispositifs: ['region'] }),
      'frais-contredits',
    ],
  ] as const)('%j se refuse : %s', (d, code) => {
    expect(calculerRegime(d)).toMatchObject({ ok: false, error: { code } })
  })
  it('toute demande a un régime qui dit son article et pourquoi, ou un refus qui dit quoi faire', () => {
    fc.assert(
      fc.property(
        fc.record({
          acheteur: fc.constantFrom(...acheteurs),
          individuelASesFrais: fc.boolean(),
          circonstance: fc.constantFrom(...circonstances),
          dispositifs: fc.uniqueArray(fc.constantFrom(...listeDispositifs), { maxLength: 4 }),
        }),
        (d) => {
          const r = calculerRegime(d)
          if (!r.ok) {
            expect(r.error.phrase.length).toBeGreaterThan(20)
            return
          }
          const v = r.value
          expect(v.article).toMatch(/[LRD]?\d{4}/)
          expect(v.pourquoi).toMatch(/\.$/)
          // Le délai suit le régime, et son article l'accompagne toujours.
          expect(v.delaiJours > 0).toBe(v.articleDelai !== null)
          expect(v.regime === 'sous-traitance-recue').toBe(d.acheteur === 'organisme-formation')
          if (v.regime === 'contrat') {
            expect(d.individuelASesFrais).toBe(true)
            expect(v.delaiJours).toBe(d.circonstance === 'etablissement' ? 10 : 14)
          }
          if (v.regime === 'convention' || v.regime === 'sous-traitance-recue') expect(v.delaiJours).toBe(0)
          if (d.dispositifs.includes('cdc-cpf')) expect(v.regime).toBe('cpf')
        },
      ),
      { numRuns: 500 },
    )
  })
  it('le statut F-1 se propose d’après la personne, et se tait quand le dossier ne le dit pas', () => {
    const p = (x: Partial<Parameters<typeof statutPropose>[0]>) =>
      statutPropose({
        regime: 'convention',
        acheteur: 'entreprise',
        individuelASesFrais: false,
        dispositifs: [],
        ...x,
      })
    expect(p({})).toBe('salarie-prive')
    expect(p({ dispositifs: ['public-agents'] })).toBe('agent-public')
    expect(p({ dispositifs: ['opco-apprentissage'] })).toBe('apprenti')
    expect(
      p({ regime: 'contrat', acheteur: 'personne', individuelASesFrais: true, dispositifs: ['particulier'] }),
    ).toBe('particulier')
    expect(p({ acheteur: 'personne', dispositifs: ['france-travail'] })).toBe('recherche-emploi')
    // Le CPF ne dit rien du statut : un salarié y reste salarié.
    expect(p({ regime: 'cpf', acheteur: 'personne', dispositifs: ['cdc-cpf'] })).toBeUndefined()
    expect(p({ regime: 'sous-traitance-recue', acheteur: 'organisme-formation' })).toBeUndefined()
  })
})

describe('le délai du CPF', () => {
  it('est un paramètre daté : chaque engagement garde celui du jour où il s’est conclu', () => {
    const cpf = demande({ acheteur: 'personne', dispositifs: ['cdc-cpf'] })
    for (const { depuis, valeur } of delaiCpfJours) {
      const r = calculerRegime({ ...cpf, le: depuis as DateCivile })
      expect(r.ok && r.value.delaiJours).toBe(valeur)
    }
    expect(delaiCpfJours.every((l) => l.source.length > 0)).toBe(true)
    const r = calculerRegime(cpf)
    expect(r.ok && r.value.delaiJours).toBe(delaiCpfJours.at(-1)?.valeur)
  })
})
