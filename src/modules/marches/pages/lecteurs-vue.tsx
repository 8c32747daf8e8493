/** Qui lit un dossier, nommément, et le journal des lectures. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { Actions, Form, Section, SelectField, Table } from '#web/components.tsx'
import { adresse, formDe, type Props } from './dossier-vue.tsx'

/** Autant qu’en rend `porte.lectures_du_dossier`. */
const LECTURES_MONTREES = 400

export const Lecteurs = ({ lu, revenu }: Props) => {
  const form = formDe(revenu, 'acces')
  const nom = (o: string) => lu.d.membres.find((m) => m.organisme === o)?.nom ?? ''
  return (
    <Section
      titre="Qui lit ce dossier"
      id="lecteurs"
      sous="Nommément. Une personne de deux coopératives n’en lit qu’un par lot."
    >
      <Table
        legende="Les personnes qui lisent ce dossier"
        lignes={lu.acces}
        colonnes={[
          { titre: 'Personne', entete: true, cell: (a) => a.nom },
          { titre: 'Coopérative', cell: (a) => nom(a.organisme) },
          {
            titre: 'Depuis',
            cell: (a) =>
              `${formaterInstant(a.du, lu.d.g.zone)}${a.retireLe ? `, jusqu’au ${formaterInstant(a.retireLe, lu.d.g.zone)}` : ''}`,
          },
        ]}
      />
      <details class="volet">
        <summary>Le journal des lectures</summary>
        <Table
          legende="Qui a ouvert des pages de ce dossier, jour par jour"
          lignes={lu.lectures}
          colonnes={[
            { titre: 'Jour', entete: true, cell: (l) => formaterDate(l.jour as DateCivile) },
            { titre: 'Personne', cell: (l) => l.nom },
            { titre: 'Coopérative', cell: (l) => nom(l.organisme) },
            { titre: 'Pages ouvertes', nombre: true, cell: (l) => l.fois },
            { titre: 'La dernière', cell: (l) => formaterInstant(l.derniere, lu.d.g.zone) },
          ]}
        />
        <p>
          <small>
            Ce journal dit ce qui s’ouvre ici, depuis qu’il existe : ni une copie emportée, ni ce que lit qui
            tient le serveur.
            {lu.lectures.length >= LECTURES_MONTREES
              ? ` Il montre les ${LECTURES_MONTREES} lignes les plus récentes ; les autres sont gardées.`
              : ''}
          </small>
        </p>
      </details>
      {lu.collegues.length > 0 ? (
        <Form form={form} action={adresse(lu, 'acces')}>
          <SelectField
            form={form}
            name="compte"
            label="Proposer l’accès à une personne de votre coopérative"
            vide="choisir"
            options={lu.collegues.map((c) => ({ value: c.compte, label: c.nom }))}
          />
          <Actions libelle="Proposer l’accès" genre="main" />
        </Form>
      ) : null}
    </Section>
  )
}
