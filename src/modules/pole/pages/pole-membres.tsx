import { compter } from '#kernel/texte.ts'
import { Button, Field, Form, Section, SelectField, Table } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import { poleUrl } from '../liens.ts'
import { roles } from './dire.ts'
import { Exporter } from './exporter.tsx'
import { csv, type ViePole } from './pole-vie.ts'

/** Les coopératives du pôle, ce qu'elles cherchent et proposent, et qui parle pour elles. */
export const Membres = ({ r, forms = {} }: ViePole) => {
  const membres = r.membres.filter((m) => m.etat === 'active')
  const de = (o: string) => r.mandats.filter((m) => m.organisme === o)
  const confiables = r.mandats.filter(
    (m) => m.role !== 'animation' && !r.mandats.some((x) => x.role === 'animation' && x.compte === m.compte),
  )
  const poids =
    forms.poids ?? emptyForm(undefined, { poids: membres.map((m) => ({ vaut: String(m.poids) })) })
  return (
    <Section titre="Coopératives" id="cooperatives" sous={compter(membres.length, 'coopérative')}>
      <Table
        legende="Coopératives du pôle"
        lignes={membres}
        colonnes={[
          {
            titre: 'Coopérative',
            entete: true,
            cell: (m) => (
              <>
                {m.nom}
                {m.ville ? <small> {m.ville}</small> : null}
              </>
            ),
          },
          { titre: 'Cherche', cell: (m) => m.cherche || 'rien de dit' },
          { titre: 'Propose', cell: (m) => m.propose || 'rien de dit' },
          {
            titre: 'Qui parle pour elle',
            cell: (m) =>
              de(m.organisme)
                .filter((x) => x.role !== 'animation')
                .map((x) => `${x.nom} (${roles[x.role]})`)
                .join(', ') || 'personne encore',
          },
        ]}
      />
      <Exporter href={csv(r, 'cooperatives')} quoi="cooperatives" />
      {r.participe ? (
        <details class="volet">
          <summary>Parler pour ma coopérative, ou quitter le pôle</summary>
          <Form
            form={forms.mandat ?? emptyForm()}
            action={`${poleUrl({ pole: r.pole.id })}/mandats`}
            classe="court"
          >
            <p>
              Une coopérative a une personne titulaire et une suppléance ; elles répondent et votent pour
              elle.
            </p>
            <p class="gestes-l">
              <Button geste="titulaire">Être titulaire</Button>
              <Button geste="suppleant">Être suppléant·e</Button>
            </p>
          </Form>
          <Form
            form={forms.quitter ?? emptyForm()}
            action={`${poleUrl({ pole: r.pole.id })}/quitter`}
            classe="court"
          >
            <div class="champs">
              <Field form={forms.quitter ?? emptyForm()} name="depart" label="Pourquoi partir" span={2} />
            </div>
            <p class="gestes-l">
              <Button genre="grave">Quitter le pôle</Button>
            </p>
          </Form>
        </details>
      ) : null}
      {r.anime && membres.length > 1 ? (
        <details class="volet" open={forms.poids !== undefined}>
          <summary>Reporter les poids des statuts</summary>
          <Form form={poids} action={`${poleUrl({ pole: r.pole.id })}/poids`} classe="court">
            <p>Ils ne servent qu’aux votes « au poids des statuts ». Ailleurs, une coopérative a une voix.</p>
            <div class="champs">
              {membres.map((m, i) => (
                <>
                  <input type="hidden" name={`poids[${i}].cooperative`} value={m.organisme} />
                  <Field form={poids} name={`poids[${i}].vaut`} label={m.nom} inputmode="numeric" />
                </>
              ))}
            </div>
            <p class="gestes-l">
              <Button genre="main">Enregistrer les poids</Button>
            </p>
          </Form>
        </details>
      ) : null}
      {r.anime && confiables.length > 0 ? (
        <details class="volet">
          <summary>Confier l’animation</summary>
          <Form
            form={forms.animation ?? emptyForm()}
            action={`${poleUrl({ pole: r.pole.id })}/animation`}
            classe="court"
          >
            <div class="champs">
              <SelectField
                form={forms.animation ?? emptyForm()}
                name="anime"
                label="À qui"
                span={2}
                vide="choisir"
                options={confiables.map((m) => ({
                  value: `${m.organisme} ${m.compte}`,
                  label: `${m.nom}, ${membres.find((x) => x.organisme === m.organisme)?.nom ?? ''}`,
                }))}
              />
            </div>
            <p class="gestes-l">
              <Button genre="main">Confier l’animation</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </Section>
  )
}
