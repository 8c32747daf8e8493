import type { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { compter, de } from '#kernel/texte.ts'
import { type Envoi, pageEtGestes, petitGeste, peutSuivre } from '#modules/organisme/index.ts'
import type { Intervenant } from '#modules/tiers/index.ts'
import {
  Actions,
  CheckboxGroup,
  Empty,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  Section,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { genresDeBien, motBien, type Titulaire } from '../domain/titulaires.ts'
import { direTitulaire } from '../gestes/titulaires.ts'
import { type BiensDEnseigne, type BienTenu, enseigneTenue, lireBiens } from '../lecture/biens.ts'
import { activitesUrl, activiteUrl, sortieUrl, titulairesUrl } from '../liens.ts'
import type { PrisesCae } from '../prises.ts'
import { champFaux, cochees } from './champs.ts'

const champs = z.object({
  client: cochees(500),
  programme: cochees(500),
  support: cochees(500),
  titulaire: texte({ min: 1, max: 60, vide: 'Dites à qui.' }),
  note: texte({ max: 500 }),
})

const nomDe = (g: Pick<Intervenant, 'prenom' | 'nom'>) => `${g.prenom} ${g.nom}`.trim()
const direTitulaireDe = (t: Titulaire, gens: readonly Intervenant[]): string => {
  if (t.qui === 'personne') {
    const g = gens.find((x) => x.personne === t.personne)
    return g ? `à ${nomDe(g)}` : 'à une personne partie'
  }
  if (t.qui === 'cooperative') return 'à la coopérative'
  return gens.length > 1 ? 'aux personnes de l’enseigne, ensemble' : 'à la personne de l’enseigne'
}

const lireTitulaire = (brut: string, gens: readonly Intervenant[]): Titulaire | undefined => {
  if (brut === 'enseigne' || brut === 'cooperative') return { qui: brut }
  const id = asId<'Tiers'>(brut)
  return id && gens.some((g) => g.personne === id) ? { qui: 'personne', personne: id } : undefined
}

/** À qui sont les clients, les programmes et les supports d’une enseigne ; l’équipe d’appui le dit, l’enseigne le lit. */
export const titulairesPage = (prises: PrisesCae): Hono<Env> =>
  pageEtGestes({
    lien: titulairesUrl,
    droit: 'activites.lire',
    async lire(tx, params, { visiteur }) {
      const e = await enseigneTenue(tx, visiteur, params.activite)
      return e && lireBiens(tx, e, prises)
    },
    vue: (_tx, { enseigne, gens, biens }, revenu) => {
      const f = (revenu?.form ?? emptyForm(undefined, { titulaire: 'enseigne' })) as FormOf<typeof champs>
      const ici = titulairesUrl({ activite: enseigne.id })
      const dit = peutSuivre('situations.tenir')
      const libelle = (b: BienTenu) => `${b.nom} : ${direTitulaireDe(b.titulaire, gens)}`
      const listes = genresDeBien.map((genre) => {
        const siens = biens.filter((b) => b.genre === genre)
        return siens.length === 0 ? null : dit ? (
          <CheckboxGroup
            form={f}
            name={genre}
            label={motBien[genre]}
            options={siens.map((b) => ({ value: b.id, label: libelle(b) }))}
          />
        ) : (
          <Section titre={motBien[genre]} id={genre}>
            <ul>
              {siens.map((b) => (
                <li>{libelle(b)}</li>
              ))}
            </ul>
          </Section>
        )
      })
      return (
        <Page
          title={`Ce qui est à l’enseigne ${enseigne.nom}`}
          path={[
            { libelle: 'Activités', href: activitesUrl() },
            { libelle: enseigne.nom, href: activiteUrl({ activite: enseigne.id }) },
          ]}
          lede="Le contrat garantit à la personne ses droits sur sa clientèle et ses œuvres (art. L. 7331-2). Sans rien de dit, ils sont aux personnes de l’enseigne, ensemble."
          alert={f.alert}
        >
          {biens.length === 0 ? (
            <Empty titre="L’enseigne n’a encore ni client, ni programme, ni support.">
              Ce qu’elle écrira au catalogue, et les structures de ses dossiers, se liront ici.
            </Empty>
          ) : dit ? (
            <Form
              form={f}
              action={`${ici}/dire`}
              noms={{ titulaire: 'Ce qui est coché est', note: 'Note', ...motBien }}
            >
              <FieldSection titre="Ce que vous cochez">{listes}</FieldSection>
              <FieldSection titre="Dire à qui">
                <RadioGroup
                  form={f}
                  name="titulaire"
                  label="Ce qui est coché est"
                  options={[
                    {
                      value: 'enseigne',
                      label:
                        gens.length > 1
                          ? 'aux personnes de l’enseigne, ensemble'
                          : 'à la personne de l’enseigne',
                    },
                    ...(gens.length > 1
                      ? gens.map((g) => ({ value: g.personne as string, label: `à ${nomDe(g)}` }))
                      : []),
                    { value: 'cooperative', label: 'à la coopérative' },
                  ]}
                />
                <Field
                  form={f}
                  name="note"
                  label="Note"
                  hint="L’accord, l’avenant, la licence."
                  maxlength={500}
                  optional
                />
              </FieldSection>
              <Actions libelle="Dire à qui c’est" />
            </Form>
          ) : (
            listes
          )}
          <p>
            <a href={sortieUrl({ activite: enseigne.id })}>
              Ce qu’il resterait à faire pour partir {de(enseigne.nom)}
            </a>
          </p>
        </Page>
      )
    },
    gestes: {
      dire: petitGeste<typeof champs, BiensDEnseigne, number>({
        champs,
        droit: 'situations.tenir',
        faire: async (tx, { lu, data, le }: Envoi<BiensDEnseigne, z.output<typeof champs>>) => {
          const titulaire = lireTitulaire(data.titulaire, lu.gens)
          if (!titulaire) return champFaux('titulaire', 'Choisissez une réponse de la liste.')
          const biens = lu.biens.filter((b) => data[b.genre].includes(b.id))
          return direTitulaire(tx, lu.enseigne.id, { biens, titulaire, note: data.note }, le)
        },
        suite: (n, lu) => ({
          vers: titulairesUrl({ activite: lu.enseigne.id }),
          dit: { genre: 'fait', fort: `C’est dit, pour ${compter(n, 'bien')}.` },
        }),
      }),
    },
  })
