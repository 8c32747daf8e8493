import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { libelleNsf, specialites } from '#modules/catalogue/index.ts'
import { pageEtGestes, petitGeste, peutSuivre } from '#modules/organisme/index.ts'
import { mesPoles, type PoleId } from '#modules/pole/index.ts'
import { Button, Form, Page, Section, SelectField, Table } from '#web/components.tsx'
import { choix, identifiant } from '#web/fields.ts'
import { emptyForm, type FormOf, type FormState } from '#web/form.ts'
import { lireManques, lireTensions } from '../db/tensions.ts'
import type { Manque, ManqueId, Tension } from '../domain/tensions.ts'
import { dire, retirer } from '../gestes/tensions.ts'
import { ressourcesUrl, tensionsUrl } from '../liens.ts'

type Lu = {
  readonly tensions: readonly Tension[]
  readonly manques: readonly Manque[]
  readonly poles: readonly { readonly id: PoleId; readonly nom: string }[]
}
const codes = specialites.map((s) => s.code) as [string, ...string[]]
const manque = z.object({
  pole: identifiant((t) => asId<'Pole'>(t) as PoleId | undefined, { phrase: 'Choisissez un pôle.' }),
  nsf: choix(codes, { phrase: 'Choisissez la spécialité.' }),
})
const un = z.object({ manque: identifiant((t) => asId<'Manque'>(t) as ManqueId | undefined) })
const nommer = (nsf: string) => `${libelleNsf(nsf)} (${nsf})`

const Vue = ({ lu, revenu }: { lu: Lu; revenu: { geste: string; form: FormState } | undefined }) => {
  const form = (
    revenu?.geste === 'dire' ? revenu.form : emptyForm(undefined, lu.poles[0] ? { pole: lu.poles[0].id } : {})
  ) as FormOf<typeof manque>
  return (
    <Page
      title="Ce que le pôle cherche sans trouver"
      lede="Des spécialités que trois autres coopératives au moins ont cherchées, en douze mois. Jamais lesquelles, ni pour quoi."
      path={[{ libelle: 'Ressources du pôle', href: ressourcesUrl() }]}
      alert={revenu?.form.alert}
    >
      <Section titre="Les spécialités" id="tensions">
        {lu.tensions.length > 0 ? (
          <Table
            legende="Par pôle, la plus cherchée d’abord"
            lignes={lu.tensions}
            colonnes={[
              { titre: 'Spécialité', entete: true, cell: (t) => nommer(t.nsf) },
              { titre: 'Pôle', cell: (t) => t.nomDuPole },
              { titre: 'Coopératives', nombre: true, cell: (t) => t.cooperatives },
            ]}
          />
        ) : (
          <p>
            Aucune spécialité ne se montre : il faut que trois autres coopératives l’aient cherchée, et pas
            tout le pôle. Sinon, la somme dirait lesquelles.
          </p>
        )}
      </Section>
      {lu.poles.length > 0 && peutSuivre('appels.tenir') ? (
        <Section
          titre="Dire ce que nous avons cherché"
          id="dire"
          sous="Une spécialité, rien de plus ; une fois par mois au plus, même retirée."
        >
          <Form form={form} action={`${tensionsUrl()}/dire`} classe="court">
            <SelectField
              form={form}
              name="pole"
              label="Au pôle"
              options={lu.poles.map((p) => ({ value: p.id, label: p.nom }))}
            />
            <SelectField
              form={form}
              name="nsf"
              label="Spécialité"
              vide="choisissez"
              options={specialites.map((s) => ({ value: s.code, label: nommer(s.code) }))}
            />
            <p class="gestes-l">
              <Button genre="main">Dire que nous n’avons pas trouvé</Button>
            </p>
          </Form>
        </Section>
      ) : null}
      {lu.manques.length > 0 ? (
        <Section titre="Ce que nous avons dit" id="dits" sous="Notre coopérative seule le lit.">
          <ul class="puces">
            {lu.manques.map((m) => (
              <li>
                {nommer(m.nsf)}, {m.nomDuPole}, le {formaterDate(jourLocal(m.ditLe, ZONE_PAR_DEFAUT))}
                {peutSuivre('appels.tenir') ? (
                  <Form form={emptyForm()} action={`${tensionsUrl()}/retirer`} classe="court">
                    <input type="hidden" name="manque" value={m.id} />
                    <p class="gestes-l">
                      <Button>Retirer « {libelleNsf(m.nsf)} »</Button>
                    </p>
                  </Form>
                ) : null}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </Page>
  )
}

const suite = (fort: string) => () => ({ vers: tensionsUrl(), dit: { genre: 'fait' as const, fort } })

export const tensionsPage = pageEtGestes({
  lien: tensionsUrl,
  droit: 'vivier.lire',
  async lire(tx): Promise<Lu | undefined> {
    return { tensions: await lireTensions(tx), manques: await lireManques(tx), poles: await mesPoles(tx) }
  },
  vue: (_tx, lu, revenu) => <Vue lu={lu} revenu={revenu} />,
  gestes: {
    dire: petitGeste<typeof manque, Lu, string>({
      droit: 'appels.tenir',
      champs: manque,
      faire: (tx, e) => dire({ ...e, tx }, e.data.pole, e.data.nsf),
      suite: suite('C’est dit au pôle, sans votre nom.'),
    }),
    retirer: petitGeste<typeof un, Lu, string>({
      droit: 'appels.tenir',
      champs: un,
      faire: (tx, e) => retirer({ ...e, tx }, e.data.manque),
      suite: suite('C’est retiré.'),
    }),
  },
})
