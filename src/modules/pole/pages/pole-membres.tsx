import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { Button, Field, Form, Section, SelectField, Table, TextArea } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import { conjointsUrl } from '#web/links.ts'
import { annonceMontree, etatDeLAnnonce } from '../domain/annonce.ts'
import { direDepart } from '../domain/depart.ts'
import { poleUrl } from '../liens.ts'
import { roles } from './dire.ts'
import { Exporter } from './exporter.tsx'
import { csv, type ViePole } from './pole-vie.ts'

/** Ce que la coopérative de qui regarde cherche et propose : à changer, ou à redire d'un bouton quand le terme vient. */
const Annonce = ({ r, maintenant, forms = {} }: ViePole) => {
  const moi = r.membres.find((m) => m.organisme === r.moi && m.etat === 'active')
  if (!r.participe || !moi) return null
  const etat = etatDeLAnnonce(moi, jourLocal(maintenant, ZONE_PAR_DEFAUT))
  const action = `${poleUrl({ pole: r.pole.id })}/annonce`
  const form = forms.annonce ?? emptyForm(undefined, { cherche: moi.cherche, propose: moi.propose })
  return (
    <>
      {etat === 'bientot' || etat === 'passee' ? (
        <form method="post" action={action} class="gestes-l" id="annonce">
          <p>
            {etat === 'bientot'
              ? `Ce que vous cherchez et proposez se montre jusqu’au ${formaterDate(moi.jusque)}.`
              : `Ce que vous cherchez et proposez ne se montre plus depuis le ${formaterDate(ajouterJours(moi.jusque, 1))}.`}
          </p>
          <Button geste="encore" genre="main">
            C’est toujours vrai
          </Button>
        </form>
      ) : null}
      <details
        class="volet"
        open={forms.annonce !== undefined || etat === 'passee'}
        {...(etat === 'rien' || etat === 'montree' ? { id: 'annonce' } : {})}
      >
        <summary>Dire ce que nous cherchons et proposons</summary>
        <Form form={form} action={action} classe="court">
          <div class="champs">
            <TextArea form={form} name="cherche" label="Nous cherchons" rows={3} span={2} optional />
            <TextArea form={form} name="propose" label="Nous proposons" rows={3} span={2} optional />
          </div>
          {etat === 'montree' ? (
            <p class="sub">
              Les autres le lisent jusqu’au {formaterDate(moi.jusque)} ; un bouton le redit ensuite.
            </p>
          ) : null}
          <p class="gestes-l">
            <Button geste="dire" genre="main">
              Le faire savoir
            </Button>
          </p>
        </Form>
      </details>
    </>
  )
}

/** Les coopératives du pôle, ce qu'elles cherchent et proposent, et qui parle pour elles. */
export const Membres = (p: ViePole) => {
  const { r, maintenant, forms = {} } = p
  const depart = direDepart(p.laisse)
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
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
          { titre: 'Cherche', cell: (m) => annonceMontree(m, jour).cherche || 'rien de dit' },
          { titre: 'Propose', cell: (m) => annonceMontree(m, jour).propose || 'rien de dit' },
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
      <p class="sub">
        <a href={`${conjointsUrl()}#accord-${r.pole.id}`}>Responsables conjoints</a> : leur accord sur les
        données des personnes.
      </p>
      <Annonce {...p} />
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
            {depart.length > 0 ? (
              <>
                <p>Quitter {r.pole.nom} engage votre coopérative :</p>
                <ul class="puces">
                  {depart.map((d) => (
                    <li>{d}</li>
                  ))}
                </ul>
              </>
            ) : null}
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
