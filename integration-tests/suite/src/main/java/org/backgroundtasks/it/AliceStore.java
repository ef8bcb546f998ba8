package org.backgroundtasks.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** Jakarta Security in the application itself: it knows Alice. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "tests")
public class AliceStore implements IdentityStore {

    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        return credential.compareTo(Alice.NAME, Alice.PASSWORD)
                ? new CredentialValidationResult(Alice.NAME, Set.of("users"))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
