/** Mon Compte Formation, sur la page d’un dossier : le numéro, ce qui est déclaré, ce qui reste à l’être. */
import { formaterDate } from '#kernel/dates.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { offreUrl } from '#modules/catalogue/index.ts'
import { Button, Etat, Field, Form, Section, Table } from '#web/components.tsx'
import { fieldValue } from '#web/form.ts'
import type { TitulaireLu } from '../db/cpf.queries.ts'
import { declarationsDuCpf, delaiDeDeclaration, type EtatDeDeclaration, numeroDuCpf } from '../domain/cpf.ts'
import { faitsDuCpf } from '../gestes/declarer-cpf.ts'
import { dossierUrl } from '../liens.ts'
import { type Formulaire, Quoi, type Vu } from './dossier-gens.vue.tsx'

const mots = { entree: 'Entrée', sortie: 'Sortie et service fait' } as const

type Ligne = EtatDeDeclaration & { readonly t: TitulaireLu }

const dire = (l: Ligne, aujourdhui: string) =>
  l.declareeLe ? (
    <Etat
      etat={l.declareeLe > l.avant ? 'partiel' : 'prouve'}
      mot={`déclarée le ${formaterDate(l.declareeLe, 'court')}${l.declareeLe > l.avant ? ', après le délai' : ''}`}
    />
  ) : l.fait > aujourdhui ? (
    <Etat
      etat="a-venir"
      mot={`à déclarer du ${formaterDate(l.fait, 'court')} au ${formaterDate(l.avant, 'court')}`}
    />
  ) : (
    <Etat
      etat="manquant"
      mot={`à déclarer${l.avant < aujourdhui ? ', en retard' : ''} : au plus tard le ${formaterDate(l.avant, 'court')}`}
    />
  )

const Numero = ({ form, vu, numero }: { form: Formulaire; vu: Vu; numero: string | undefined }) => {
  const action = dossierUrl({ session: vu.session.id, dossier: vu.d.id })
  const sien = fieldValue(form, 'quoi') === 'numero-cpf'
  return (
    <>
      <p>
        {numero ? (
          <>
            Dossier n° <strong>{numero}</strong>.
          </>
        ) : (
          <>
            <Etat etat="partiel" mot="numéro de dossier à noter" />
             : la plateforme le donne, et les versements de la Caisse des dépôts le citent.
          </>
        )}
      </p>
      {vu.peut ? (
        <details class="suite-f" open={numero === undefined || sien}>
          <summary>{numero ? 'Corriger le numéro' : 'Noter le numéro'}</summary>
          <Form
            form={sien ? form : { ...form, errors: new Map() }}
            action={action}
            classe="formulaire suite-f"
          >
            <Quoi quoi="numero-cpf" />
            <Field
              form={sien ? form : { ...form, errors: new Map() }}
              name="numero"
              label="Numéro de dossier sur la plateforme"
              maxlength={100}
            />
            <p>
              <Button>Noter le numéro</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </>
  )
}

const Declarer = ({ form, vu, l }: { form: Formulaire; vu: Vu; l: Ligne }) => {
  const sien =
    fieldValue(form, 'quoi') === `declarer-${l.quoi}` && fieldValue(form, 'qui') === l.t.inscription
  const f: Formulaire = sien ? form : { ...form, values: new Map(), errors: new Map() }
  const nom = `${l.t.prenom} ${l.t.nom}`
  return (
    <details class="suite-f" open={sien || l.declareeLe === null}>
      <summary>
        {l.declareeLe ? 'Corriger : ' : ''}
        {mots[l.quoi]} {de(nom)}
      </summary>
      <Form
        form={f}
        action={dossierUrl({ session: vu.session.id, dossier: vu.d.id })}
        classe="formulaire suite-f"
      >
        <Quoi quoi={`declarer-${l.quoi}`} />
        <input type="hidden" name="qui" value={l.t.inscription} />
        <Field form={f} name="jour" label="Déclarée sur la plateforme le" hint="Vide : aujourd’hui." />
        <p>
          <Button>Noter la déclaration</Button>
        </p>
      </Form>
    </details>
  )
}

export const MonCompteFormation = (vu: Vu) => {
  const { d, form, session, maintenant, peut } = vu
  if (d.regime !== 'cpf') return null
  const aujourdhui = jourLocal(maintenant, session.zone)
  const lignes = vu.titulaires.flatMap((t) =>
    declarationsDuCpf(faitsDuCpf(t)).map((x): Ligne => ({ ...x, t })),
  )
  const faites = lignes.filter((l) => l.fait <= aujourdhui)
  return (
    <Section
      titre="Mon Compte Formation"
      id="cpf"
      sous={`Entrée et sortie se déclarent sur la plateforme, sous ${delaiDeDeclaration(aujourdhui)} jours ouvrés.`}
    >
      {vu.doute ? (
        <p>
          <Etat
            etat={vu.doute.contraire ? 'manquant' : 'partiel'}
            mot={vu.doute.contraire ? 'action que le CPF ne paie pas' : 'action à vérifier'}
          />
          {` : ${vu.doute.phrase} `}
          <a href={offreUrl({ offre: session.offre })}>Ouvrir l’offre</a>
        </p>
      ) : null}
      <Numero form={form} vu={vu} numero={numeroDuCpf(d.financements)} />
      {lignes.length > 0 ? (
        <Table
          legende="Ce qui se déclare sur la plateforme"
          lignes={lignes}
          colonnes={[
            { titre: 'Quoi', entete: true, cell: (l) => mots[l.quoi] },
            { titre: 'Qui', cell: (l) => `${l.t.prenom} ${l.t.nom}` },
            { titre: 'Le', cell: (l) => formaterDate(l.fait, 'court') },
            { titre: 'État', cell: (l) => dire(l, aujourdhui) },
          ]}
        />
      ) : null}
      {peut ? faites.map((l) => <Declarer form={form} vu={vu} l={l} />) : null}
    </Section>
  )
}
